// Block Kit's layout blocks. Interactive elements are in elements.js.
// Source: https://docs.slack.dev/reference/block-kit/blocks

import { h, icon, link, safeUrl } from "./dom.js";
import { renderElement } from "./elements.js";
import { renderMarkdown } from "./markdown.js";
import { renderRichText } from "./richtext.js";
import { plainText, renderText } from "./text.js";

const DRAW = {
  section,
  header: (block) => h("h3", { class: "block-header" }, plainText(block.text)),
  divider: () => h("hr"),
  context,
  actions: (block, context) =>
    h("div", { class: "block-actions" }, block.elements.map((element) => renderElement(element, block, context))),
  context_actions: (block, context) =>
    h("div", { class: "block-context-actions" }, block.elements.map((element) => renderElement(element, block, context))),
  markdown: (block) => h("div", { class: "prose" }, renderMarkdown(block.text)),
  rich_text: (block) => h("div", { class: "prose" }, renderRichText(block)),
  image,
  input,
  table,
  video,
  file: (block) => h("p", { class: "block-file" }, icon("file"), `File ${block.external_id ?? ""}`),
};

/**
 * Blocks → nodes. `context` is what interactive elements need (see control.js): `container`,
 * `values`, `errors`, `act(block, element, value)`, `options(block, element, query)`.
 */
export function renderBlocks(blocks, context) {
  return blocks.map((block) => {
    const draw = Object.hasOwn(DRAW, block.type) ? DRAW[block.type] : unsupported;
    const node = draw(block, context);
    node.classList.add("block");
    node.dataset.blockType = block.type;
    if (block.block_id) node.dataset.blockId = block.block_id;
    return node;
  });
}

const unsupported = (block) =>
  h("p", { class: "unsupported", "data-testid": "unsupported-block" }, `Unsupported block: ${block.type}`);

function section(block, context) {
  const fields = (block.fields ?? []).map((field) => h("div", { class: "field" }, renderText(field)));
  const body = h("div", { class: "section-body" },
    block.text ? h("div", { class: "prose" }, renderText(block.text)) : null,
    fields.length ? h("div", { class: "fields prose" }, fields) : null);
  if (!block.accessory) return h("div", { class: "block-section" }, body);
  const accessory = block.accessory.type === "image"
    ? picture(block.accessory, "thumbnail")
    : renderElement(block.accessory, block, context);
  return h("div", { class: "block-section with-accessory" }, body, h("div", { class: "accessory" }, accessory));
}

function context(block) {
  return h("div", { class: "block-context" }, block.elements.map((element) =>
    element.type === "image" ? picture(element, "context-image") : h("span", { class: "prose" }, renderText(element))));
}

function picture(element, className) {
  const src = safeUrl(element.image_url);
  if (!src) return h("span", { class: "unsupported" }, element.alt_text || "image");
  return h("img", { class: className, src, alt: element.alt_text ?? "", loading: "lazy", referrerpolicy: "no-referrer" });
}

function image(block) {
  const title = block.title ? h("figcaption", {}, plainText(block.title)) : null;
  return h("figure", { class: "block-image" }, title, picture(block, "picture"));
}

function video(block) {
  const title = link(block.title_url || block.video_url, [icon("play"), plainText(block.title)]);
  return h("figure", { class: "block-image" },
    h("figcaption", {}, title, block.description ? [" ", plainText(block.description)] : null),
    picture({ image_url: block.thumbnail_url, alt_text: block.alt_text }, "picture"));
}

/** A labelled form field; its control gets the label, the hint and the error by id. */
function input(block, context) {
  const id = context.fieldId(block);
  const error = context.errors?.[block.block_id];
  const grouped = ["checkboxes", "radio_buttons", "multi_static_select", "multi_external_select", "external_select",
    "multi_users_select", "multi_conversations_select", "multi_channels_select"].includes(block.element.type);
  const label = h(grouped ? "span" : "label", { class: "input-label", id: `${id}-label`, for: grouped ? null : id },
    plainText(block.label),
    block.optional ? h("span", { class: "optional" }, " (optional)") : null);
  const described = [block.hint ? `${id}-hint` : null, error ? `${id}-error` : null].filter(Boolean).join(" ");
  const control = renderElement(block.element, block, {
    ...context,
    field: { id, label: `${id}-label`, described: described || null, invalid: Boolean(error), required: !block.optional },
  });
  return h("div", { class: `block-input${error ? " has-error" : ""}` },
    label,
    control,
    error ? h("p", { class: "field-error", id: `${id}-error`, "data-testid": "field-error" }, error) : null,
    block.hint ? h("p", { class: "hint", id: `${id}-hint` }, plainText(block.hint)) : null);
}

function table(block) {
  const settings = block.column_settings ?? [];
  const cell = (content, column, tag) =>
    h(tag, {
      class: `align-${settings[column]?.align ?? "left"}${settings[column]?.is_wrapped === false ? " nowrap" : ""}`,
      scope: tag === "th" ? "col" : null,
    }, cellContent(content));
  const row = (contents, tag) => h("tr", {}, contents.map((content, column) => cell(content, column, tag)));
  const [head = [], ...body] = block.rows ?? [];
  return h("div", { class: "table-scroll prose", tabindex: "0", role: "region", "aria-label": "Table" },
    h("table", {}, h("thead", {}, row(head, "th")), h("tbody", {}, body.map((contents) => row(contents, "td")))));
}

function cellContent(cell) {
  if (cell?.type === "rich_text") return renderRichText(cell);
  return cell?.text ?? String(cell?.value ?? "");
}

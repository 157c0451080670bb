// The rich_text block and the rich text cells of tables.
// Source: https://docs.slack.dev/reference/block-kit/blocks/rich-text-block

import { channelMention, dateMention, userMention } from "./directory.js";
import { h, link } from "./dom.js";
import { glyph } from "./emoji.js";

const STYLES = { bold: "strong", italic: "em", strike: "s", underline: "u", code: "code", highlight: "mark" };

/** A rich_text block → nodes. */
export function renderRichText(block) {
  return (block.elements ?? []).map(part);
}

function part(element) {
  switch (element.type) {
    case "rich_text_section":
      return h("p", { class: "rich-section" }, inline(element.elements));
    case "rich_text_quote":
      return h("blockquote", {}, inline(element.elements));
    case "rich_text_preformatted":
      return h("pre", { tabindex: "0" }, h("code", {}, inline(element.elements)));
    case "rich_text_list": {
      const tag = element.style === "ordered" ? "ol" : "ul";
      const items = (element.elements ?? []).map((item) => h("li", {}, inline(item.elements)));
      const start = tag === "ol" && element.offset ? element.offset + 1 : null;
      return h(tag, { start, style: { "--indent": String(element.indent ?? 0) } }, items);
    }
    default:
      return h("p", { class: "unsupported" }, `Unsupported rich text part: ${element.type}`);
  }
}

const inline = (elements = []) => elements.map((element) => styled(leaf(element), element.style));

function styled(content, style = {}) {
  for (const [name, tag] of Object.entries(STYLES)) if (style[name]) content = h(tag, {}, content);
  return content;
}

function leaf(element) {
  switch (element.type) {
    case "text":
      return lines(element.text);
    case "link":
      return link(element.url, element.text || element.url);
    case "user":
      return userMention(element.user_id);
    case "channel":
      return channelMention(element.channel_id);
    case "usergroup":
      return h("span", { class: "mention" }, `@${element.usergroup_id}`);
    case "broadcast":
      return h("span", { class: "mention mention-me" }, `@${element.range}`);
    case "emoji":
      return element.unicode
        ? String.fromCodePoint(...element.unicode.split("-").map((code) => Number.parseInt(code, 16)))
        : glyph(element.name);
    case "date":
      return dateMention(element.timestamp, element.format, element.url, element.fallback);
    case "color":
      return h("span", { class: "colour" }, h("span", { class: "swatch", style: { "--swatch": element.value } }), element.value);
    default:
      return h("span", { class: "unsupported" }, `[${element.type}]`);
  }
}

const lines = (text) => text.split("\n").flatMap((line, index) => [index ? h("br") : null, line]);

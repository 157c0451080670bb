// Block Kit's interactive elements, drawn with the browser's own controls where it has them.
// Source: https://docs.slack.dev/reference/block-kit/block-elements

import { act, focusKey } from "./control.js";
import { h, icon, safeUrl } from "./dom.js";
import { choices, dateTime, fileInput, pickTime, textInput } from "./inputs.js";
import { openMenu } from "./menu.js";
import { channelOptions, external, groupsOf, multi, select, userOptions } from "./selects.js";
import { plainText } from "./text.js";

const DRAW = {
  button,
  overflow,
  feedback_buttons: feedbackButtons,
  icon_button: plainIconButton,
  static_select: (e, b, c) => select(e, b, c, groupsOf(e), "selected_option"),
  users_select: (e, b, c) => select(e, b, c, [{ options: userOptions() }], "selected_user"),
  conversations_select: (e, b, c) => select(e, b, c, [{ options: channelOptions(e.filter?.include) }], "selected_conversation"),
  channels_select: (e, b, c) => select(e, b, c, [{ options: channelOptions(["public"]) }], "selected_channel"),
  external_select: (e, b, c) => external(e, b, c, false),
  multi_external_select: (e, b, c) => external(e, b, c, true),
  multi_static_select: (e, b, c) => multi(e, b, c, groupsOf(e), "selected_options"),
  multi_users_select: (e, b, c) => multi(e, b, c, [{ options: userOptions() }], "selected_users"),
  multi_conversations_select: (e, b, c) => multi(e, b, c, [{ options: channelOptions(e.filter?.include) }], "selected_conversations"),
  multi_channels_select: (e, b, c) => multi(e, b, c, [{ options: channelOptions(["public"]) }], "selected_channels"),
  checkboxes: (e, b, c) => choices(e, b, c, "checkbox"),
  radio_buttons: (e, b, c) => choices(e, b, c, "radio"),
  datepicker: (e, b, c) => pickTime(e, b, c, "date", "selected_date"),
  timepicker: (e, b, c) => pickTime(e, b, c, "time", "selected_time"),
  datetimepicker: dateTime,
  plain_text_input: textInput,
  number_input: textInput,
  email_text_input: textInput,
  url_text_input: textInput,
  file_input: fileInput,
};

/** One element → a node; an unknown one → a visible note. */
export function renderElement(element, block, context) {
  const draw = Object.hasOwn(DRAW, element.type) ? DRAW[element.type] : null;
  if (!draw) return h("span", { class: "unsupported" }, `Unsupported element: ${element.type}`);
  const node = draw(element, block, context);
  if (element.action_id) node.dataset.actionId = element.action_id;
  return node;
}

function openUrl(address) {
  const url = address && safeUrl(address);
  if (url) window.open(url, "_blank", "noopener");
}

function button(element, block, context) {
  const node = h("button", {
    type: "button",
    class: `button ${element.style ?? ""}`,
    "aria-label": element.accessibility_label,
    "data-focus-key": focusKey(block, element, element.value),
    on: {
      click: async () => {
        node.setAttribute("aria-busy", "true");
        const value = element.value === undefined ? {} : { value: element.value };
        openUrl(element.url);
        await act(element, block, context, value);
        node.removeAttribute("aria-busy");
      },
    },
  }, plainText(element.text));
  return node;
}

function overflow(element, block, context) {
  return h("button", {
    type: "button", class: "icon-button overflow", "aria-haspopup": "menu",
    "aria-label": element.accessibility_label || "More options",
    "data-focus-key": focusKey(block, element),
    on: {
      click: (event) => openMenu(event.currentTarget, element.options.map((option) => ({
        label: plainText(option.text),
        detail: plainText(option.description),
        run: () => {
          openUrl(option.url);
          act(element, block, context, { selected_option: option });
        },
      }))),
    },
  }, icon("more"));
}

function feedbackButtons(element, block, context) {
  const chosen = context.values.feedback ??= {};
  const key = focusKey(block, element);
  const one = (choice, name, fallback) => {
    const label = choice.accessibility_label || plainText(choice.text) || fallback;
    return h("button", {
      type: "button", class: "feedback", title: label, "aria-label": label,
      "aria-pressed": String(chosen[key] === choice.value),
      "data-focus-key": focusKey(block, element, choice.value),
      "data-feedback": name === "up" ? "positive" : "negative",
      on: {
        click: async (event) => {
          if ((await act(element, block, context, { value: choice.value })) === false) return;
          chosen[key] = choice.value;
          for (const other of event.target.closest(".feedback-pair").children) {
            other.setAttribute("aria-pressed", String(other.dataset.focusKey === focusKey(block, element, choice.value)));
          }
        },
      },
    }, icon(name), h("span", {}, plainText(choice.text)));
  };
  return h("div", { class: "feedback-pair", role: "group", "aria-label": "Feedback" },
    one(element.positive_button, "up", "Good response"),
    one(element.negative_button, "thumbsdown", "Bad response"));
}

function plainIconButton(element, block, context) {
  const label = element.accessibility_label || plainText(element.text);
  return h("button", {
    type: "button", class: "feedback", title: label, "aria-label": label, "data-focus-key": focusKey(block, element),
    on: { click: () => act(element, block, context, element.value === undefined ? {} : { value: element.value }) },
  }, icon(element.icon === "trash" ? "trash" : "more"), h("span", {}, plainText(element.text)));
}

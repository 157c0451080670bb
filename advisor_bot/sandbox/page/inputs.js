// Check boxes, radio buttons, dates, text and files.

import { Attachments } from "./attachments.js";
import { change, focusKey, naming } from "./control.js";
import { h, icon } from "./dom.js";
import { plainText, renderText } from "./text.js";

export function choices(element, block, context, type) {
  const held = context.values.get(block, element);
  const current = new Set((type === "radio" ? [held.selected_option] : held.selected_options).map((option) => option?.value));
  const name = `${context.fieldId(block)}-${element.action_id}`;
  const group = h("div", {
    class: "choices", role: type === "radio" ? "radiogroup" : "group", tabindex: "-1",
    ...naming(element, context, "Choices"),
  });
  group.append(...element.options.map((option) => {
    const box = h("input", {
      type, name, value: option.value, checked: current.has(option.value),
      "data-focus-key": focusKey(block, element, option.value),
      on: {
        change: () => {
          const on = [...group.querySelectorAll("input")].filter((input) => input.checked).map((input) => input.value);
          const options = element.options.filter((one) => on.includes(one.value));
          change(element, block, context,
            type === "radio" ? { selected_option: options[0] ?? null } : { selected_options: options });
        },
      },
    });
    return h("label", { class: "choice" }, box, h("span", { class: "prose" },
      renderText(option.text),
      option.description ? h("small", {}, renderText(option.description)) : null));
  }));
  return group;
}

export function pickTime(element, block, context, type, property) {
  return h("input", {
    type, class: "control", value: context.values.get(block, element)[property],
    ...naming(element, context, plainText(element.placeholder) || `Choose a ${type}`),
    "data-focus-key": focusKey(block, element),
    on: { change: (event) => change(element, block, context, { [property]: event.target.value || null }) },
  });
}

export function dateTime(element, block, context) {
  const seconds = context.values.get(block, element).selected_date_time;
  const local = (unix) => {
    const date = new Date(unix * 1000);
    return new Date(date.getTime() - date.getTimezoneOffset() * 60_000).toISOString().slice(0, 16);
  };
  return h("input", {
    type: "datetime-local", class: "control", value: seconds ? local(seconds) : null,
    ...naming(element, context, "Choose a date and time"),
    "data-focus-key": focusKey(block, element),
    on: {
      change: (event) => {
        const unix = event.target.value ? Math.floor(new Date(event.target.value).getTime() / 1000) : null;
        change(element, block, context, { selected_date_time: unix });
      },
    },
  });
}

const TEXT_TYPES = { plain_text_input: "text", number_input: "text", email_text_input: "email", url_text_input: "url" };

export function textInput(element, block, context) {
  const triggers = element.dispatch_action_config?.trigger_actions_on ?? ["on_enter_pressed"];
  const store = (value) => {
    context.values.set(block, element, { value: value === "" ? null : value });
    context.clearError?.(block);
  };
  const send = (value) => block.dispatch_action && context.act(block, element, { value });
  const props = {
    class: "control", ...naming(element, context, plainText(element.placeholder) || "Text"),
    placeholder: plainText(element.placeholder) || null,
    minlength: element.min_length, maxlength: element.max_length,
    autofocus: Boolean(element.focus_on_load),
    "data-focus-key": focusKey(block, element),
    on: {
      input: (event) => {
        store(event.target.value);
        if (triggers.includes("on_character_entered")) send(event.target.value);
      },
      keydown: (event) => {
        if (event.key !== "Enter" || element.multiline || event.isComposing) return;
        if (!block.dispatch_action || !triggers.includes("on_enter_pressed")) return;
        event.preventDefault();
        send(event.target.value);
      },
    },
  };
  const value = context.values.get(block, element).value ?? "";
  if (element.multiline) return h("textarea", { ...props, rows: "4" }, value);
  const mode = element.type === "number_input" ? (element.is_decimal_allowed ? "decimal" : "numeric") : null;
  return h("input", { ...props, type: TEXT_TYPES[element.type], inputmode: mode, value });
}

/** Where files are added to a form. */
export function fileInput(element, block, context) {
  const attachments = new Attachments({
    user: context.user,
    most: element.max_files ?? 10,
    accept: element.filetypes?.map((type) => `.${type}`).join(",") ?? null,
    failed: context.failed,
    changed: () => {
      context.values.set(block, element, { files: attachments.files });
      context.clearError?.(block);
    },
    button: (pick) => h("button", {
      type: "button", class: "button", ...naming(element, context, "Add files"),
      "data-focus-key": focusKey(block, element), on: { click: pick },
    }, icon("clip"), "Choose or drop files"),
  });
  const node = h("div", { class: "file-input" }, attachments.input, attachments.button, attachments.list);
  const { files = [] } = context.values.get(block, element);
  if (files.length) attachments.put(files);
  attachments.listen(node);
  return node;
}

/** What is wrong with a filled-in text or number element, or null; Slack checks these itself. */
export function complaint(element, { value }) {
  if (value === null || value === undefined) return null;
  if (element.min_length && value.length < element.min_length) return `Please enter at least ${element.min_length} characters.`;
  if (element.max_length && value.length > element.max_length) return `Please enter at most ${element.max_length} characters.`;
  if (element.type === "number_input") return badNumber(element, value);
  if (element.type === "email_text_input" && !/^\S+@\S+\.\S+$/.test(value)) return "Please enter a valid email address.";
  if (element.type === "url_text_input" && !/^https?:\/\/\S+\.\S+$/.test(value)) return "Please enter a valid URL.";
  return null;
}

function badNumber(element, value) {
  if (!/^-?\d+(\.\d+)?$/.test(value)) return "Please enter a number.";
  if (!element.is_decimal_allowed && value.includes(".")) return "Please enter a whole number.";
  if (element.min_value !== undefined && Number(value) < Number(element.min_value)) return `Please enter at least ${element.min_value}.`;
  if (element.max_value !== undefined && Number(value) > Number(element.max_value)) return `Please enter at most ${element.max_value}.`;
  return null;
}

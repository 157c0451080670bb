// Where one types: grows with its text, completes /commands, @people and #channels.

import { Attachments } from "./attachments.js";
import { directory, userName } from "./directory.js";
import { h, icon, iconButton } from "./dom.js";

let count = 0;

/**
 * A composer. `send(text, files)` → promise; a rejected one gives both back. `command(name, text)`
 * runs a slash command. `user`: who writes, `testid`, `placeholder`, `label`, `commands()`: what may be
 * completed.
 */
export function createComposer({ user, testid, placeholder, label, send, command, commands }) {
  const listId = `complete-${(count += 1)}`;
  const input = h("textarea", {
    class: "composer-input", "data-testid": testid, rows: "1", placeholder, "aria-label": label,
    role: "combobox", "aria-autocomplete": "list", "aria-expanded": "false", "aria-controls": listId,
    autocapitalize: "sentences", enterkeyhint: "send",
  });
  const list = h("div", {
    id: listId, class: "completions", role: "listbox", "aria-label": "Suggestions", hidden: true,
  });
  const button = h("button", {
    type: "submit", class: "send-button", "aria-label": "Send", title: "Send (Enter)", disabled: true,
  }, icon("send"));
  const attachments = new Attachments({
    user,
    changed: () => resize(),
    failed: (error) => failed(error),
    button: (pick) => iconButton("clip", "Attach files", pick, { "data-testid": "attach" }),
  });
  const form = h("form", { class: "composer" }, list, attachments.list,
    h("div", { class: "composer-row" }, input,
      h("div", { class: "composer-buttons" }, attachments.input, attachments.button, button)));
  const failed = (error) => form.dispatchEvent(new CustomEvent("failed", { bubbles: true, detail: error }));
  attachments.listen(form);
  let items = [];
  let active = 0;

  const resize = () => {
    input.style.setProperty("height", "auto");
    input.style.setProperty("height", `${input.scrollHeight}px`);
    button.disabled = attachments.uploading || !(input.value.trim() || attachments.ready);
  };
  const close = () => {
    items = [];
    list.hidden = true;
    list.replaceChildren();
    input.setAttribute("aria-expanded", "false");
    input.removeAttribute("aria-activedescendant");
  };
  const draw = () => {
    list.replaceChildren(...items.map((item, index) => h("div", {
      id: `${listId}-${index}`, role: "option", "aria-selected": String(index === active),
      class: index === active ? "active" : null,
      on: { pointerdown: (event) => { event.preventDefault(); accept(item); } },
    }, h("strong", {}, item.label), item.hint ? h("span", { class: "hint-text" }, item.hint) : null,
    item.detail ? h("small", {}, item.detail) : null)));
    input.setAttribute("aria-activedescendant", `${listId}-${active}`);
    list.children[active]?.scrollIntoView({ block: "nearest" });
  };
  const complete = () => {
    items = completions(input.value.slice(0, input.selectionStart), commands?.() ?? []);
    active = 0;
    if (!items.length) return close();
    list.hidden = false;
    input.setAttribute("aria-expanded", "true");
    draw();
  };
  const accept = (item) => {
    const before = input.value.slice(0, input.selectionStart);
    const after = input.value.slice(input.selectionStart);
    input.value = `${before.slice(0, item.from)}${item.label} ${after.trimStart()}`;
    const caret = item.from + item.label.length + 1;
    input.setSelectionRange(caret, caret);
    close();
    resize();
    input.focus();
  };
  const typedWhole = () => items[active] && input.value.slice(items[active].from).toLowerCase() === items[active].label.toLowerCase();
  const submit = async () => {
    const text = input.value.trim();
    if (button.disabled || !(text || attachments.ready)) return;
    close();
    input.value = "";
    const slash = /^(\/[\w-]+)(?:\s+([\s\S]*))?$/.exec(text);
    const files = slash ? [] : attachments.take();
    resize();
    try {
      await (slash ? command(slash[1], slash[2] ?? "") : send(encode(text), files));
    } catch (error) {
      // What was written and attached is the user's work: never lose it to a failed request.
      if (!input.value) input.value = text;
      if (!attachments.files.length && files.length) attachments.put(files);
      resize();
      throw error;
    }
  };
  const submitted = () => submit().catch(failed);

  form.addEventListener("submit", (event) => { event.preventDefault(); submitted(); });
  input.addEventListener("input", () => { resize(); complete(); });
  input.addEventListener("blur", close);
  input.addEventListener("click", complete);
  input.addEventListener("keydown", (event) => {
    if (event.isComposing) return;
    if (items.length && (event.key === "ArrowDown" || event.key === "ArrowUp")) {
      event.preventDefault();
      active = (active + (event.key === "ArrowDown" ? 1 : -1) + items.length) % items.length;
      draw();
    } else if (items.length && event.key === "Escape") {
      event.preventDefault();
      event.stopPropagation();
      close();
    } else if (items.length && (event.key === "Tab" || (event.key === "Enter" && !typedWhole())) && !event.shiftKey) {
      event.preventDefault();
      accept(items[active]);
    } else if (event.key === "Enter" && !event.shiftKey) {
      event.preventDefault();
      submitted();
    }
  });
  form.prefill = (text) => { input.value = text; resize(); input.focus(); };
  form.input = input;
  return form;
}

/** What the text before the caret may become. */
function completions(before, commands) {
  const slash = /^\/[\w-]*$/.exec(before);
  if (slash) {
    return commands.filter(({ command }) => command.startsWith(before.toLowerCase()))
      .map(({ command, usage_hint: hint, description: detail }) => ({ from: 0, label: command, hint, detail }));
  }
  const mark = /(^|[\s(])([@#])([^@#\n]{0,24})$/.exec(before);
  if (!mark) return [];
  const from = before.length - mark[3].length - 1;
  const names = mark[2] === "@" ? people() : [...directory.channels.values()].filter((c) => c.kind !== "im").map((c) => ({ name: c.name }));
  const typed = mark[3].toLowerCase();
  return names.filter(({ name }) => name.toLowerCase().startsWith(typed))
    .map(({ name, detail }) => ({ from, label: mark[2] + name, detail })).slice(0, 8);
}

function people() {
  const users = [...directory.users.values()].filter((user) => user.id !== directory.bot.user_id);
  return [
    { id: directory.bot.user_id, name: directory.bot.name, detail: "App" },
    ...users.map((user) => ({ id: user.id, name: userName(user.id), detail: user.is_bot ? "App" : null })),
  ];
}

/** Typed names as Slack's references: "@Advisor" → "<@U0BOT>", "#general" → "<#C0GENERAL>". */
export function encode(text) {
  const references = [
    ...people().map(({ id, name }) => [`@${name}`, `<@${id}>`]),
    ...[...directory.channels.values()].filter((c) => c.kind !== "im").map((c) => [`#${c.name}`, `<#${c.id}>`]),
  ].sort(([a], [b]) => b.length - a.length);
  for (const [typed, reference] of references) {
    const name = typed.replace(/[.*+?^${}()|[\]\\]/g, "\\$&");
    text = text.replace(new RegExp(`(?<![\\w<])${name}(?![\\w-])`, "gi"), () => reference);
  }
  return text;
}

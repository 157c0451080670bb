// A searchable list for the selects that the browser has no control for: several choices, or
// options that the bot supplies while one types.

import { h, icon } from "./dom.js";
import { plainText } from "./text.js";

let count = 0;

/**
 * `find(query)` → promise of option groups; `changed(options)` is told every new selection;
 * `least`: characters to type before asking; `most`: how many may be chosen.
 */
export function renderPicker({ placeholder, naming, multiple, most, least = 0, selected, find, changed }) {
  const listId = `picker-${(count += 1)}`;
  let picked = [...selected];
  let options = [];
  let active = -1;
  let asked = 0;

  const chips = h("span", { class: "chips" });
  const input = h("input", {
    type: "text", class: "control", role: "combobox", autocomplete: "off", placeholder,
    "aria-expanded": "false", "aria-controls": listId, "aria-autocomplete": "list", ...naming,
  });
  const list = h("div", {
    id: listId, class: "picker-list", role: "listbox", "aria-multiselectable": multiple ? "true" : null, hidden: true,
  });
  const root = h("div", { class: "picker" }, chips, input, list);

  const drawChips = () => {
    chips.replaceChildren(...picked.map((option) => h("button", {
      type: "button", class: "chip", "aria-label": `Remove ${plainText(option.text)}`,
      on: { click: () => { toggle(option); input.focus(); } },
    }, plainText(option.text), icon("close"))));
  };
  const close = () => {
    list.hidden = true;
    active = -1;
    input.setAttribute("aria-expanded", "false");
    input.removeAttribute("aria-activedescendant");
  };
  const toggle = (option) => {
    const has = picked.some((one) => one.value === option.value);
    if (has) picked = picked.filter((one) => one.value !== option.value);
    else if (!multiple) picked = [option];
    else if (!most || picked.length < most) picked = [...picked, option];
    drawChips();
    if (!multiple) {
      input.value = "";
      close();
    } else if (!list.hidden) {
      drawList();
    }
    changed(picked);
  };
  const note = (text) => list.replaceChildren(h("p", { class: "picker-note" }, text));
  const drawList = (groups) => {
    if (groups) {
      options = groups.flatMap((group) => group.options.map((option) => ({ option, group })));
      active = options.length ? 0 : -1;
    }
    if (!options.length) return note("Nothing found");
    let last = null;
    list.replaceChildren(...options.flatMap(({ option, group }, index) => {
      const title = group.label && group !== last ? [h("p", { class: "picker-group" }, plainText(group.label))] : [];
      last = group;
      const on = picked.some((one) => one.value === option.value);
      return [...title, h("div", {
        id: `${listId}-${index}`, role: "option", class: index === active ? "active" : null, "aria-selected": String(on),
        on: { pointerdown: (event) => { event.preventDefault(); toggle(option); } },
      },
      h("span", {}, plainText(option.text), option.description ? h("small", {}, plainText(option.description)) : null),
      on ? icon("check") : null)];
    }));
    input.setAttribute("aria-activedescendant", `${listId}-${active}`);
    list.querySelector(".active")?.scrollIntoView({ block: "nearest" });
  };
  const refresh = async () => {
    list.hidden = false;
    input.setAttribute("aria-expanded", "true");
    const query = input.value.trim();
    if (query.length < least) return note(`Type ${least === 1 ? "to search" : `at least ${least} characters`}`);
    const ticket = (asked += 1);
    const groups = await find(query);
    // An older answer must not overwrite a newer one.
    if (ticket === asked && !list.hidden) drawList(groups);
  };

  input.addEventListener("input", refresh);
  input.addEventListener("click", refresh);
  input.addEventListener("blur", close);
  input.addEventListener("keydown", (event) => {
    if (event.key === "ArrowDown" && list.hidden) {
      event.preventDefault();
      refresh();
    } else if (event.key === "ArrowDown" || event.key === "ArrowUp") {
      event.preventDefault();
      active = (active + (event.key === "ArrowDown" ? 1 : -1) + options.length) % Math.max(options.length, 1);
      drawList();
    } else if (event.key === "Enter") {
      event.preventDefault();
      if (!list.hidden && options[active]) toggle(options[active].option);
    } else if (event.key === "Escape" && !list.hidden) {
      event.preventDefault();
      event.stopPropagation();
      close();
    } else if (event.key === "Backspace" && !input.value && picked.length) {
      toggle(picked.at(-1));
    }
  });
  drawChips();
  return root;
}

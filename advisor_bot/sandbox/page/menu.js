// A pop-up menu at a button: arrow keys move, Enter runs, Esc closes and gives the focus back.

import { h } from "./dom.js";

let close = () => {};

/** Whether a menu was open, which is then closed. */
export function closeMenu() {
  const wasOpen = Boolean(document.querySelector(".menu"));
  close();
  return wasOpen;
}

/** Open a menu; `items`: `{label, detail?, glyph?, checked?, run()}` or `{separator: true}`. */
export function openMenu(anchor, items, { compact = false, label = "Menu" } = {}) {
  close();
  const role = items.some((item) => item.checked !== undefined) ? "menuitemradio" : "menuitem";
  const entries = items.map((item) => item.separator
    ? h("hr", { role: "separator" })
    : h("button", {
      type: "button", role, tabindex: "-1", class: "menu-item", title: compact ? item.label : null,
      "aria-label": compact ? item.label : null,
      "aria-checked": item.checked === undefined ? null : String(item.checked),
      on: { click: () => { close(); item.run(); } },
    }, item.glyph, compact ? null
      : h("span", { class: "menu-text" }, item.label, item.detail ? h("small", {}, item.detail) : null)));
  const menu = h("div", { class: `menu${compact ? " compact" : ""}`, role: "menu", "aria-label": label }, entries);
  // A modal dialog makes everything outside it inert, so the menu must live inside.
  (anchor.closest("dialog") ?? document.body).append(menu);
  place(menu, anchor);
  anchor.setAttribute("aria-expanded", "true");

  const buttons = entries.filter((entry) => entry.tagName === "BUTTON");
  const outside = (event) => { if (!menu.contains(event.target) && !anchor.contains(event.target)) close(); };
  close = () => {
    menu.remove();
    anchor.removeAttribute("aria-expanded");
    document.removeEventListener("pointerdown", outside, true);
    window.removeEventListener("resize", close);
    close = () => {};
  };
  document.addEventListener("pointerdown", outside, true);
  window.addEventListener("resize", close);
  menu.addEventListener("keydown", (event) => {
    const at = buttons.indexOf(document.activeElement);
    const to = { ArrowDown: at + 1, ArrowRight: at + 1, ArrowUp: at - 1, ArrowLeft: at - 1, Home: 0, End: -1 }[event.key];
    if (to !== undefined) {
      event.preventDefault();
      buttons.at(to >= buttons.length ? 0 : to).focus();
    } else if (event.key === "Escape" || event.key === "Tab") {
      event.preventDefault();
      event.stopPropagation();
      close();
      anchor.focus();
    }
  });
  (buttons.find((button) => button.getAttribute("aria-checked") === "true") ?? buttons[0])?.focus();
}

function place(menu, anchor) {
  const box = anchor.getBoundingClientRect();
  const { offsetWidth: width, offsetHeight: height } = menu;
  const below = box.bottom + 4 + height <= window.innerHeight;
  const top = below ? box.bottom + 4 : Math.max(8, box.top - 4 - height);
  const left = Math.min(Math.max(8, box.left), window.innerWidth - width - 8);
  menu.style.setProperty("top", `${top}px`);
  menu.style.setProperty("left", `${Math.max(8, left)}px`);
}

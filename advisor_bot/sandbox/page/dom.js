// Building and updating DOM. Text only ever enters the page as text nodes.

/**
 * Make an element. `props`: `class`, `on: {event: listener}`, `style: {"--name": value}`;
 * `true` sets an empty attribute, `null`/`undefined`/`false` sets none; all else is an attribute.
 */
export function h(tag, props, ...children) {
  const node = document.createElement(tag);
  for (const [name, value] of Object.entries(props ?? {})) {
    if (value === null || value === undefined || value === false) continue;
    if (name === "on") {
      for (const [event, listener] of Object.entries(value)) node.addEventListener(event, listener);
    } else if (name === "style") {
      for (const [key, item] of Object.entries(value)) node.style.setProperty(key, item);
    } else {
      node.setAttribute(name, value === true ? "" : value);
    }
  }
  append(node, children);
  return node;
}

/** Append strings (as text) and nodes; arrays are flattened, empty values skipped. */
export function append(node, children) {
  for (const child of children.flat(Infinity)) {
    if (child === null || child === undefined || child === false || child === "") continue;
    node.append(child);
  }
  return node;
}

/**
 * Make `parent` hold exactly `items`, in order: each `{key, version, build(), fill?(node)}`.
 * A node is kept while its key stays; it is filled or built again when its version changes,
 * so that focus, drafts and scroll positions elsewhere survive.
 */
export function reconcile(parent, items) {
  const wanted = new Set(items.map((item) => item.key));
  const old = new Map([...parent.children].map((node) => [node.reconcileKey, node]));
  // First what goes: a node that stays must not be moved past it, or it would lose the focus.
  for (const [key, node] of old) {
    if (!wanted.has(key)) node.remove();
  }
  let cursor = parent.firstChild;
  for (const item of items) {
    let node = old.get(item.key);
    old.delete(item.key);
    if (node && node.reconcileVersion !== item.version) {
      if (item.fill) {
        keepFocus(node, () => item.fill(node));
      } else {
        const fresh = item.build();
        if (cursor === node) cursor = fresh;
        node.replaceWith(fresh);
        node = fresh;
      }
    }
    node ??= item.build();
    node.reconcileKey = item.key;
    node.reconcileVersion = item.version;
    if (node === cursor) cursor = cursor.nextSibling;
    else parent.insertBefore(node, cursor);
  }
}

/** Run `change` on `node`'s content and give the focus back to the same control (`data-focus-key`). */
export function keepFocus(node, change) {
  const held = node.contains(document.activeElement) ? document.activeElement : null;
  const key = held?.closest("[data-focus-key]")?.dataset.focusKey;
  change();
  if (!key || node.contains(document.activeElement)) return;
  const again = node.querySelector(`[data-focus-key="${CSS.escape(key)}"]`);
  again?.focus({ preventScroll: true });
  if (again && held.selectionStart !== undefined && held.selectionStart !== null) {
    again.setSelectionRange(held.selectionStart, held.selectionEnd);
  }
}

/** A link's address when it is one that a page may open, else null. */
export function safeUrl(address) {
  try {
    const url = new URL(address);
    return ["http:", "https:", "mailto:"].includes(url.protocol) ? url.href : null;
  } catch {
    return null;
  }
}

/** A link that opens apart from the page; plain content where the address is not allowed. */
export function link(address, content) {
  const href = safeUrl(address);
  if (!href) return h("span", {}, content);
  return h("a", { href, target: "_blank", rel: "noopener noreferrer" }, content);
}

const ICONS = {
  menu: "M4 7h16M4 12h16M4 17h16",
  close: "M6 6l12 12M18 6L6 18",
  send: "M5 12h13M12 5l7 7-7 7",
  more: "M5.5 12h.01M12 12h.01M18.5 12h.01",
  smile: "M12 21a9 9 0 1 0 0-18 9 9 0 0 0 0 18zM8.5 14.5a4.5 4.5 0 0 0 7 0M9 9.5h.01M15 9.5h.01",
  reply: "M5 6h14v9h-8l-4 4v-4H5z",
  lock: "M7 11V8a5 5 0 0 1 10 0v3M5 11h14v9H5z",
  hash: "M9 4L7 20M17 4l-2 16M4 9h16M4 15h16",
  bolt: "M13 3L5 14h6l-1 7 8-11h-6z",
  stop: "M7 7h10v10H7z",
  eye: "M2.5 12S6 5.5 12 5.5 21.5 12 21.5 12 18 18.5 12 18.5 2.5 12 2.5 12zM12 15a3 3 0 1 0 0-6 3 3 0 0 0 0 6z",
  down: "M6 9l6 6 6-6",
  up: "M7 11v9H4v-9zM7 11l4-8c2 0 2.5 1.5 2.5 3L13 9h6l-1.5 11H7",
  thumbsdown: "M7 13V4H4v9zM7 13l4 8c2 0 2.5-1.5 2.5-3L13 15h6L17.5 4H7",
  back: "M15 5l-7 7 7 7",
  sun: "M12 16a4 4 0 1 0 0-8 4 4 0 0 0 0 8zM12 2.5v2M12 19.5v2M2.5 12h2M19.5 12h2M5.300 5.300l1.400 1.400M17.300 17.300l1.400 1.400M18.700 5.300l-1.400 1.400M6.700 17.300l-1.400 1.400",
  moon: "M20 14.5A8.5 8.5 0 0 1 9.5 4a8.5 8.5 0 1 0 10.5 10.5z",
  check: "M5 12.5l4.5 4.5L19 7.5",
  trash: "M5 7h14M10 7V4h4v3M7 7l1 13h8l1-13",
  play: "M8 5l11 7-11 7z",
  file: "M6 3h8l4 4v14H6zM14 3v4h4",
  plus: "M12 5v14M5 12h14",
  clip: "M20 11.500l-8.500 8.500a5.300 5.300 0 0 1-7.500-7.500L13 3.500a3.500 3.500 0 0 1 5 5l-9 9a1.800 1.800 0 0 1-2.500-2.500l8-8",
};

/** A decorative icon; the control that holds it carries the name. */
export function icon(name) {
  const space = "http://www.w3.org/2000/svg";
  const svg = document.createElementNS(space, "svg");
  svg.setAttribute("viewBox", "0 0 24 24");
  svg.setAttribute("class", "icon");
  svg.setAttribute("aria-hidden", "true");
  const path = document.createElementNS(space, "path");
  path.setAttribute("d", ICONS[name]);
  svg.append(path);
  return svg;
}

/** A round button with an icon only; `label` is its accessible name and its tooltip. */
export function iconButton(name, label, click, props = {}) {
  return h(
    "button",
    { type: "button", class: "icon-button", "aria-label": label, title: label, on: { click }, ...props },
    icon(name),
  );
}

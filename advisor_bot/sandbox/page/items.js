// Messages as items for `reconcile`, shared by the channel and the thread pane.

import { directory } from "./directory.js";
import { h, icon } from "./dom.js";
import { buildMessage, fillMessage } from "./message.js";
import { threadKey } from "./store.js";
import { dayKey, dayName } from "./time.js";

const GROUPED_SECONDS = 300;

const versions = new WeakMap();
let lastVersion = 0;

/** A number that differs for each new message object. */
function versionOf(message) {
  if (!versions.has(message)) versions.set(message, (lastVersion += 1));
  return versions.get(message);
}

/** One message; `reply` opens its thread, `footer()` makes what stands below it (`footerKey`: its version). */
export function messageItem(app, message, { compact = false, reply, footer, footerKey = "" } = {}) {
  const options = () => ({
    compact,
    reply,
    context: app.messageContext(message),
    react: (name, remove) => app.react(message, name, remove),
    dismiss: () => app.store.dismiss(message),
    footer: footer?.(),
    shortcuts: app.store.state.message_shortcuts.map(({ name, callback_id: id }) => ({
      name,
      run: () => app.shortcut(id, message),
    })),
  });
  return {
    key: message.ts,
    version: `${versionOf(message)}/${compact}/${footerKey}`,
    build: () => buildMessage(message, options()),
    fill: (node) => fillMessage(node, message, options()),
  };
}

/** Whether a message continues the one before it, so that its author need not be named again. */
export const continues = (before, message) =>
  Boolean(before) && before.user === message.user && !before.ephemeral && !message.ephemeral &&
  !before.reply_count && Number(message.ts) - Number(before.ts) < GROUPED_SECONDS;

export function dayItem(before, message) {
  if (before && dayKey(before.ts) === dayKey(message.ts)) return [];
  const name = dayName(message.ts);
  const build = () => h("div", { class: "day", role: "separator", "aria-label": name }, h("span", {}, name));
  return [{ key: `day-${dayKey(message.ts)}`, version: name, build }];
}

/** What the bot is doing in a thread, with the button that stops it. */
export function statusItem(app, channel, ts) {
  const text = app.store.statuses.get(threadKey(channel, ts));
  return text ? [{ key: "status", version: text, build: () => statusLine(app, channel, ts, text) }] : [];
}

export function statusLine(app, channel, ts, text) {
  const stop = (event) => {
    event.currentTarget.disabled = true;
    app.stop(channel, ts);
  };
  return h("div", { class: "status", "data-testid": "status", role: "status" },
    h("span", { class: "dots", "aria-hidden": "true" }, h("i"), h("i"), h("i")),
    h("span", {}, `${directory.bot.name} ${text}`),
    h("button", {
      type: "button", class: "button small", "data-testid": "stop", "data-focus-key": "stop", on: { click: stop },
    }, icon("stop"), "Stop"));
}

// The direct message with the bot: every message at its top level is a conversation of its own,
// shown whole, with the replies below and a composer that continues it.

import { directory } from "./directory.js";
import { h, icon, reconcile } from "./dom.js";
import { continues, dayItem, messageItem, statusItem } from "./items.js";
import { avatar } from "./message.js";
import { threadKey } from "./store.js";

export function directItems(app, channel) {
  const roots = app.store.topLevel(channel.id);
  if (!roots.length) return [emptyItem(app, channel)];
  return roots.flatMap((root, index) => [...dayItem(roots[index - 1], root), conversationItem(app, root)]);
}

function conversationItem(app, root) {
  if (root.ephemeral) return messageItem(app, root);
  const fill = (node) => {
    const active = app.conversations.active(root.channel) === root.ts;
    node.classList.toggle("active", active);
    reconcile(node, conversationParts(app, root, active));
  };
  const build = () => {
    const node = h("section", { class: "conversation", "data-testid": "conversation", "aria-label": "Conversation" });
    fill(node);
    return node;
  };
  // Always filled: reconciling inside costs nothing where nothing changed.
  return { key: `conversation-${root.ts}`, version: {}, build, fill };
}

function conversationParts(app, root, active) {
  const { channel, ts } = root;
  const open = app.conversations.isOpen(channel, ts);
  const replies = open ? app.store.replies(channel, ts) : [];
  const title = app.store.titles.get(threadKey(channel, ts));
  const resume = () => app.resume(channel, ts);
  const parts = [
    ...(title ? [{ key: "title", version: title, build: () => h("h3", { class: "conversation-title" }, title) }] : []),
    messageItem(app, root, { reply: active ? null : resume }),
    ...replies.map((reply, index) => messageItem(app, reply, { compact: continues(replies[index - 1], reply) })),
    ...statusItem(app, channel, ts),
  ];
  if (active) {
    return [...parts, { key: "composer", version: "", build: () => app.threadComposer(channel, ts) }];
  }
  const count = root.reply_count ?? 0;
  if (!count) return parts;
  const label = open ? "Continue this conversation" : count === 1 ? "Show 1 reply" : `Show ${count} replies`;
  const build = () => h("button", { type: "button", class: "thread-link", "data-testid": "thread-link", on: { click: resume } },
    icon("reply"), h("strong", {}, label));
  return [...parts, { key: "more", version: label, build }];
}

/** The prompts that the bot suggests: its latest for this conversation, else its standing ones. */
export function promptsOf(app, channel) {
  const suggested = app.store.prompts.get(channel.id);
  const { prompts, prompts_title: title } = app.store.state.bot;
  return { title: suggested?.title ?? title, prompts: suggested?.prompts ?? prompts };
}

function emptyItem(app, channel) {
  const { title, prompts } = promptsOf(app, channel);
  const first = directory.me.real_name.split(" ")[0];
  const build = () => h("div", { class: "empty", "data-testid": "empty" },
    avatar(directory.bot.user_id),
    h("h2", {}, `Hi ${first}, this is ${directory.bot.name}`),
    h("p", {}, "Ask anything below. Each message starts a new conversation, and you can go on with any of them."),
    prompts.length ? h("h3", { class: "prompts-title" }, title || "Try one of these") : null,
    h("div", { class: "prompt-cards" }, promptButtons(app, channel, prompts, "prompt-card")));
  return { key: "empty", version: JSON.stringify([title, prompts]), build };
}

export function promptButtons(app, channel, prompts, className) {
  return prompts.map((prompt) => h("button", {
    type: "button", class: className, "data-testid": "prompt", title: prompt.message,
    on: { click: () => app.attempt(app.send(channel.id, prompt.message)) },
  }, h("span", {}, prompt.title)));
}

// The main pane of a channel: its messages, each with a link to its thread, and the composer.

import { directory, userName } from "./directory.js";
import { h, icon } from "./dom.js";
import { continues, dayItem, messageItem, statusLine } from "./items.js";
import { avatar } from "./message.js";
import { threadKey } from "./store.js";
import { clockTime } from "./time.js";

export function channelItems(app, channel) {
  const messages = app.store.topLevel(channel.id);
  if (!messages.length) return [{ key: "empty", version: "", build: () => emptyChannel(channel) }];
  return messages.flatMap((message, index) => {
    const before = messages[index - 1];
    const days = dayItem(before, message);
    return [...days, rootItem(app, message, !days.length && continues(before, message))];
  });
}

function rootItem(app, message, compact) {
  const { channel, ts, reply_count: count = 0, latest_reply: latest } = message;
  const status = app.store.statuses.get(threadKey(channel, ts));
  const open = app.route.thread === ts;
  return messageItem(app, message, {
    compact,
    reply: message.ephemeral ? null : () => app.openThread(channel, ts, { focus: true }),
    footerKey: `${count}/${latest}/${status}/${open}`,
    footer: () => [
      count ? threadLink(app, message, open) : null,
      status && !open ? statusLine(app, channel, ts, status) : null,
    ],
  });
}

function threadLink(app, { channel, ts, reply_count: count, reply_users: users = [], latest_reply: latest }, open) {
  return h("button", {
    type: "button", class: "thread-link", "data-testid": "thread-link", "data-focus-key": "thread", "aria-expanded": String(open),
    on: { click: () => app.openThread(channel, ts, { focus: true }) },
  },
  users.slice(0, 4).map(avatar),
  h("strong", {}, count === 1 ? "1 reply" : `${count} replies`),
  latest ? h("small", {}, `Last from ${userName(users.at(-1) ?? "")} at ${clockTime(latest)}`) : null);
}

function emptyChannel(channel) {
  return h("div", { class: "empty" },
    h("span", { class: "empty-mark" }, icon(channel.kind === "private" ? "lock" : "hash")),
    h("h2", {}, `This is the start of #${channel.name}`),
    h("p", {}, channel.topic || "Nobody has written here yet."),
    h("p", {}, channel.is_member
      ? `Mention @${directory.bot.name} to ask something; the answer comes in a thread.`
      : `${directory.bot.name} is not a member of this channel.`));
}

// Who and what ids stand for. Filled by the store; read by everything that draws text.

import { h, link } from "./dom.js";

export const directory = { users: new Map(), channels: new Map(), me: null, bot: null };

export const SLACKBOT = "USLACKBOT";

/** The name shown for a user id. */
export function userName(id) {
  if (directory.bot?.user_id === id) return directory.bot.name;
  if (id === SLACKBOT) return "Workspace";
  const user = directory.users.get(id);
  return user ? user.real_name || user.name : id;
}

export const isBot = (id) => directory.bot?.user_id === id || Boolean(directory.users.get(id)?.is_bot);

/** The title of a channel for the one who looks. */
export function channelName(id) {
  const channel = directory.channels.get(id);
  if (!channel) return id;
  return channel.kind === "im" ? directory.bot.name : channel.name;
}

export function userMention(id) {
  const mine = id === directory.me?.id ? " mention-me" : "";
  return h("span", { class: `mention${mine}` }, `@${userName(id)}`);
}

export function channelMention(id, label) {
  const known = directory.channels.get(id);
  const text = `#${label || (known ? known.name : id)}`;
  if (!known) return h("span", { class: "mention" }, text);
  return h("a", { class: "mention", href: `#/${directory.me.id}/${id}` }, text);
}

const DATE_TOKENS = {
  date_num: { year: "numeric", month: "2-digit", day: "2-digit" },
  date: { year: "numeric", month: "long", day: "numeric" },
  date_short: { year: "numeric", month: "short", day: "numeric" },
  date_long: { weekday: "long", year: "numeric", month: "long", day: "numeric" },
  time: { hour: "numeric", minute: "2-digit" },
  time_secs: { hour: "numeric", minute: "2-digit", second: "2-digit" },
};

/** A date as Slack's `<!date^…>` writes it, in the reader's own time zone. */
export function dateMention(seconds, format, url, fallback) {
  const when = new Date(Number(seconds) * 1000);
  if (Number.isNaN(when.getTime())) return document.createTextNode(fallback || "");
  const text = format.replace(/\{(\w+?)(_pretty)?\}/g, (whole, token) =>
    token in DATE_TOKENS ? new Intl.DateTimeFormat(undefined, DATE_TOKENS[token]).format(when) : whole,
  );
  const time = h("time", { datetime: when.toISOString() }, text);
  return url ? link(url, time) : time;
}

// Where one is, as an address: `#/user/channel[/home | /thread]`.

/** The address of a place. */
export const addressOf = ({ user, channel, tab, thread }) =>
  `#/${[user, channel, tab === "home" ? "home" : thread].filter(Boolean).join("/")}`;

/** An address taken apart: `{user, channel, rest}`; what it does not say is undefined. */
export function readAddress(hash) {
  const [user, channel, rest] = hash.replace(/^#\//, "").split("/").filter(Boolean);
  return { user, channel, rest };
}

/** Slack's own form, `/archives/C1/p1700000000000100[?thread_ts=…]` as an address here, else null. */
export function permalinkAddress({ pathname, search }, user) {
  const match = /^\/archives\/(\w+)\/p(\d+)(\d{6})$/.exec(pathname);
  if (!match) return null;
  const [, channel, seconds, micros] = match;
  const thread = new URLSearchParams(search).get("thread_ts") ?? `${seconds}.${micros}`;
  return addressOf({ user, channel, thread });
}

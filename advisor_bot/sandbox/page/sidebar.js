// The workspace's sidebar: channels, the bot, who one is.

import { directory } from "./directory.js";
import { h, icon, iconButton, keepFocus } from "./dom.js";
import { openMenu } from "./menu.js";
import { avatar } from "./message.js";
import { isDark, toggleTheme } from "./theme.js";

/** Draw the sidebar (again, when something in it changed). */
export function drawSidebar(node, app) {
  const { store, route } = app;
  const signature = JSON.stringify([app.user, route, store.state, [...store.unread], store.botConnected, isDark()]);
  if (node.signature === signature) return;
  node.signature = signature;
  keepFocus(node, () => node.replaceChildren(...content(app)));
}

function content(app) {
  const { state } = app.store;
  const channels = state.channels.filter((channel) => channel.kind !== "im");
  return [
    h("header", { class: "workspace" },
      h("div", { class: "workspace-name" }, h("strong", {}, "Sandbox workspace"), h("small", {}, state.team.name)),
      themeButton(app),
      iconButton("close", "Close sidebar", () => app.toggleSidebar(false), { class: "icon-button phone-only" })),
    h("div", { class: "sidebar-scroll" },
      h("h2", {}, "Apps"),
      h("ul", {}, botEntry(app)),
      h("h2", {}, "Channels"),
      h("ul", {}, channels.map((channel) => entry(app, channel.id, icon(channel.kind === "private" ? "lock" : "hash"), channel.name)))),
    userSwitcher(app),
  ];
}

function themeButton(app) {
  const label = isDark() ? "Switch to light mode" : "Switch to dark mode";
  return iconButton(isDark() ? "sun" : "moon", label, () => { toggleTheme(); app.render(); },
    { "data-testid": "theme", "data-focus-key": "theme" });
}

function entry(app, id, glyph, name, ...extra) {
  const unread = app.store.unread.get(id) ?? 0;
  const current = app.route.channel === id;
  return h("li", {}, h("a", {
    href: app.address({ channel: id }), class: `channel${unread ? " unread" : ""}`, "data-channel": id,
    "data-focus-key": id, "aria-current": current ? "page" : null,
    on: { click: () => app.toggleSidebar(false) },
  }, glyph, h("span", { class: "channel-name" }, name), extra,
  unread ? h("span", { class: "badge", "aria-label": `${unread} unread` }, String(unread)) : null));
}

function botEntry(app) {
  const on = app.store.botConnected;
  const dot = h("span", {
    class: "presence", "data-testid": "bot-status", "data-connected": String(on), role: "img",
    "aria-label": on ? "connected" : "not connected", title: on ? "The bot is connected" : "The bot is not connected",
  });
  return entry(app, app.store.directMessage.id, avatar(directory.bot.user_id), directory.bot.name, dot);
}

export const roleOf = (user) => (user.is_hr ? "HR" : user.is_guest ? "Guest" : "Employee");

function userSwitcher(app) {
  const { me, users } = app.store.state;
  const people = users.filter((user) => !user.is_bot);
  const open = (event) => openMenu(event.currentTarget, people.map((user) => ({
    label: user.real_name, detail: roleOf(user), glyph: avatar(user.id), checked: user.id === me.id,
    run: () => app.go({ user: user.id }),
  })), { label: "Switch user" });
  return h("button", {
    type: "button", class: "user-switcher", "data-testid": "user-switcher", "data-focus-key": "user",
    "aria-haspopup": "menu",
    "aria-label": `You are ${me.real_name}, ${roleOf(me)}. Switch user`, on: { click: open },
  }, avatar(me.id), h("span", { class: "who" }, h("strong", {}, me.real_name), h("small", {}, `${roleOf(me)} · switch user`)), icon("down"));
}

// The main pane: its header with the bot's tabs, what is shown below, and the composer.

import { renderBlocks } from "./blocks.js";
import { channelItems } from "./channel.js";
import { directory } from "./directory.js";
import { directItems, promptButtons, promptsOf } from "./direct.js";
import { h, icon, iconButton, reconcile } from "./dom.js";
import { avatar } from "./message.js";
import { openMenu } from "./menu.js";
import { Follow } from "./scroll.js";
import { Values } from "./values.js";

export class MainPane {
  #shown = null;
  #homeValues;

  constructor(node, app) {
    this.node = node;
    this.app = app;
  }

  hold(ts) {
    this.follow.hold(ts);
  }

  draw() {
    const { app } = this;
    const channel = directory.channels.get(app.route.channel);
    const shown = `${app.user}/${channel.id}/${app.route.tab}`;
    if (this.#shown !== shown) {
      this.#shown = shown;
      this.#build(channel);
    }
    this.offline.hidden = app.store.botConnected && app.online;
    this.offline.textContent = app.online
      ? `${directory.bot.name} is not connected. What you send is delivered when it connects.`
      : "The connection to the sandbox is lost. Trying again…";
    if (app.route.tab === "home") return this.#drawHome();
    if (!app.store.isLoaded(channel.id)) return;
    reconcile(this.list, channel.kind === "im" ? directItems(app, channel) : channelItems(app, channel));
    this.#drawChips(channel);
    this.follow.update();
  }

  #build(channel) {
    const { app } = this;
    this.list = h("div", { class: "list" });
    const home = app.route.tab === "home";
    if (home) this.#homeValues = new Values(app.store.home?.state?.values);
    const scroller = h("div", {
      class: home ? "scroller home" : "scroller", tabindex: "0", role: home ? "tabpanel" : "region",
      "aria-label": home ? "Home" : "Messages",
    }, this.list);
    this.follow = new Follow(scroller);
    this.offline = h("p", { class: "banner", "data-testid": "banner", role: "status", hidden: true });
    this.chips = h("div", { class: "prompt-chips", "aria-label": "Suggestions", role: "group", hidden: true });
    this.node.replaceChildren(
      header(app, channel), this.offline,
      h("div", { class: "scroll-frame" }, scroller, this.follow.button),
      home ? "" : h("div", { class: "composer-area" }, this.chips, app.channelComposer(channel)));
  }

  /** Once a conversation stands in the empty state's place, the prompts move above the composer. */
  #drawChips(channel) {
    const started = channel.kind === "im" && this.app.store.topLevel(channel.id).length;
    const { prompts } = started ? promptsOf(this.app, channel) : { prompts: [] };
    this.chips.hidden = !prompts.length;
    const signature = JSON.stringify(prompts);
    if (this.chips.signature === signature) return;
    this.chips.signature = signature;
    this.chips.replaceChildren(...promptButtons(this.app, channel, prompts, "prompt-chip"));
  }

  #drawHome() {
    const { app } = this;
    const view = app.store.home;
    const context = {
      ...app.blockContext({ type: "home", view_id: view?.id }, this.#homeValues),
      fieldId: (block) => `home-${block.block_id}`,
    };
    const fill = (node) =>
      node.replaceChildren(...(view?.blocks?.length ? renderBlocks(view.blocks, context) : [emptyHome()]));
    const build = () => {
      const node = h("div", { class: "home-view", "data-testid": "home-view" });
      fill(node);
      return node;
    };
    reconcile(this.list, [{ key: "home", version: view, build, fill }]);
  }
}

const emptyHome = () =>
  h("div", { class: "empty" },
    avatar(directory.bot.user_id),
    h("h2", {}, "Nothing on this page yet"),
    h("p", {}, `${directory.bot.name} has not published its Home.`));

function header(app, channel) {
  const menu = iconButton("menu", "Open sidebar", () => app.toggleSidebar(true),
    { class: "icon-button phone-only", "data-testid": "open-sidebar" });
  if (channel.kind === "im") {
    return h("header", { class: "pane-head" }, menu,
      h("div", { class: "pane-title" }, h("h1", {}, directory.bot.name), h("small", {}, "App")),
      h("div", { class: "tabs", role: "tablist", "aria-label": directory.bot.name },
        tab(app, "home", "Home"), tab(app, "messages", "Messages")),
      shortcutsButton(app));
  }
  return h("header", { class: "pane-head" }, menu,
    h("div", { class: "pane-title" },
      h("h1", {}, icon(channel.kind === "private" ? "lock" : "hash"), channel.name),
      channel.topic ? h("small", {}, channel.topic) : null),
    shortcutsButton(app));
}

function tab(app, name, label) {
  const selected = app.route.tab === name;
  const move = (event) => {
    if (event.key !== "ArrowLeft" && event.key !== "ArrowRight") return;
    event.preventDefault();
    app.go({ tab: name === "home" ? "messages" : "home" });
    requestAnimationFrame(() => document.querySelector("[role=tab][aria-selected=true]")?.focus());
  };
  return h("button", {
    type: "button", role: "tab", "aria-selected": String(selected), tabindex: selected ? "0" : "-1", "data-testid": `tab-${name}`,
    on: { click: () => app.go({ tab: name }), keydown: move },
  }, label);
}

function shortcutsButton(app) {
  const shortcuts = app.store.state.global_shortcuts;
  if (!shortcuts.length) return null;
  const open = (event) => openMenu(event.currentTarget, shortcuts.map(({ name, callback_id: id }) => ({
    label: name, detail: directory.bot.name, run: () => app.shortcut(id),
  })), { label: "Shortcuts" });
  return iconButton("bolt", "Shortcuts", open, { "data-testid": "shortcuts", "aria-haspopup": "menu" });
}

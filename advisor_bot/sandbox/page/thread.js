// A channel's thread, in a pane beside it.

import { channelName } from "./directory.js";
import { h, iconButton, reconcile } from "./dom.js";
import { continues, messageItem, statusItem } from "./items.js";
import { Follow } from "./scroll.js";

export class ThreadPane {
  #shown = null;

  constructor(node, app) {
    this.node = node;
    this.app = app;
  }

  /** Follow the reader's own reply. */
  hold(ts) {
    this.follow?.hold(ts);
  }

  draw() {
    const { channel, thread } = this.app.route;
    this.node.hidden = !thread;
    document.body.classList.toggle("thread-open", Boolean(thread));
    const shown = thread && `${this.app.user}/${channel}/${thread}`;
    if (this.#shown !== shown) {
      this.#shown = shown;
      if (thread) this.#build(channel, thread);
      else this.node.replaceChildren();
    }
    if (!thread) return;
    reconcile(this.list, this.#items(channel, thread));
    this.follow.update();
  }

  #build(channel, ts) {
    this.list = h("div", { class: "list" });
    const scroller = h("div", { class: "scroller", tabindex: "0", role: "region", "aria-label": "Replies" }, this.list);
    this.follow = new Follow(scroller);
    // A long answer is read from its question on, not from its end.
    const own = this.app.store.replies(channel, ts).filter((reply) => reply.user === this.app.user);
    this.follow.hold(own.at(-1)?.ts ?? ts);
    this.node.replaceChildren(
      h("header", { class: "pane-head" },
        iconButton("back", "Back to the channel", () => this.app.closeThread(), { class: "icon-button phone-only" }),
        h("div", { class: "pane-title" }, h("h2", {}, "Thread"), h("small", {}, `#${channelName(channel)}`)),
        iconButton("close", "Close thread", () => this.app.closeThread(), { class: "icon-button wide-only" })),
      h("div", { class: "scroll-frame" }, scroller, this.follow.button),
      h("div", { class: "composer-area" }, this.app.threadComposer(channel, ts)));
  }

  #items(channel, ts) {
    const { app } = this;
    const root = app.store.message(channel, ts);
    const replies = app.store.replies(channel, ts);
    const count = replies.filter((reply) => !reply.ephemeral).length;
    const label = count === 1 ? "1 reply" : `${count} replies`;
    return [
      ...(root ? [messageItem(app, root)] : []),
      ...(count ? [{ key: "count", version: label, build: () => h("div", { class: "day" }, h("span", {}, label)) }] : []),
      ...replies.map((reply, index) => messageItem(app, reply, { compact: continues(replies[index - 1], reply) })),
      ...statusItem(app, channel, ts),
    ];
  }
}

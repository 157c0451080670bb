// Following a conversation as it grows, without dragging the reader away from what they read.

import { h, icon } from "./dom.js";

const NEAR = 60;

/**
 * Keeps `scroller` at its end while the reader is there. After `hold(ts)` (the reader's own
 * message) a long answer grows below that message, which stays in sight, instead of past it.
 */
export class Follow {
  #pinned = true;
  #held = null;
  #target = 0;

  constructor(scroller) {
    this.scroller = scroller;
    this.button = h("button", { type: "button", class: "jump", hidden: true, on: { click: () => this.#jump() } }, icon("down"), "Latest");
    scroller.addEventListener("scroll", () => this.#scrolled(), { passive: true });
  }

  /** Start again at the end: another conversation is shown. */
  reset() {
    this.#pinned = true;
    this.#held = null;
    this.scroller.scrollTop = 0;
    this.#target = 0;
  }

  hold(ts) {
    this.#pinned = true;
    this.#held = ts;
  }

  /** Call after the content has changed. */
  update() {
    if (this.#pinned) {
      this.#target = Math.max(this.scroller.scrollTop, Math.min(this.#end(), this.#top()));
      this.scroller.scrollTop = this.#target;
    }
    this.#showButton();
  }

  #end() {
    return this.scroller.scrollHeight - this.scroller.clientHeight;
  }

  #top() {
    const node = this.#held && this.scroller.querySelector(`article[data-ts="${CSS.escape(this.#held)}"]`);
    if (!node) return Infinity;
    return node.getBoundingClientRect().top - this.scroller.getBoundingClientRect().top + this.scroller.scrollTop - 8;
  }

  #scrolled() {
    const at = this.scroller.scrollTop;
    if (at < this.#target - NEAR) this.#pinned = false;
    if (at > this.#end() - NEAR) this.#pinned = true;
    this.#showButton();
  }

  #showButton() {
    this.button.hidden = this.#end() - this.scroller.scrollTop < 200;
  }

  #jump() {
    this.#held = null;
    this.#pinned = true;
    this.scroller.scrollTo({ top: this.#end() });
  }
}

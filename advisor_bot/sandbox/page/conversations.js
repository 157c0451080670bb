// Which conversations of the direct message are open, and which one goes on.

import { threadKey } from "./store.js";

export class Conversations {
  #open = new Map();
  #active = new Map();

  /** `load(channel, ts)` fetches a conversation's replies. */
  constructor(load) {
    this.load = load;
  }

  isOpen(channel, ts) {
    return this.#open.has(threadKey(channel, ts));
  }

  /** The root of the conversation that has the composer, if any. */
  active(channel) {
    return this.#active.get(channel);
  }

  open(channel, ts) {
    if (this.isOpen(channel, ts)) return;
    this.#open.set(threadKey(channel, ts), { channel, ts });
    this.load(channel, ts);
  }

  resume(channel, ts) {
    this.#active.set(channel, ts);
    this.open(channel, ts);
  }

  /** On the first visit the latest conversation is the one to go on with. */
  resumeLatest(channel, messages) {
    const last = messages.filter((message) => !message.ephemeral).at(-1);
    if (last && !this.#active.has(channel)) this.resume(channel, last.ts);
  }

  /** The roots of a channel's open conversations. */
  opened(channel) {
    return [...this.#open.values()].filter((one) => one.channel === channel).map(({ ts }) => ts);
  }
}

// What this page knows of the workspace, kept up to date by the server's events.

import { get } from "./api.js";
import { directory } from "./directory.js";

const byTs = (a, b) => (a.ts < b.ts ? -1 : a.ts > b.ts ? 1 : 0);

export const threadKey = (channel, ts) => `${channel}/${ts}`;

export const isReply = (message) => Boolean(message.thread_ts) && message.thread_ts !== message.ts;

/** One user's view of the workspace. `changed()` is called after every change. */
export class Store {
  state = null;
  home = null;
  botConnected = true;
  prompts = new Map();
  statuses = new Map();
  titles = new Map();
  unread = new Map();
  #topLevel = new Map();
  #threads = new Map();
  // When each message was last touched by an event: an older answer to a fetch must not undo it.
  #touched = new Map();
  #clock = 0;

  constructor(user, changed) {
    this.user = user;
    this.changed = changed;
  }

  /** Load (again) who and what there is. */
  async loadWorkspace() {
    const started = this.#clock;
    const state = await get("ui/state", { user: this.user });
    if (started === this.#clock) this.prompts.clear();
    this.state = state;
    this.home = state.home;
    this.botConnected = state.bot.connected;
    directory.users = new Map(state.users.map((user) => [user.id, user]));
    directory.channels = new Map(state.channels.map((channel) => [channel.id, channel]));
    directory.me = state.me;
    directory.bot = state.bot;
    this.changed();
  }

  get directMessage() {
    return this.state.channels.find((channel) => channel.kind === "im");
  }

  /** Drop all messages: after a lost connection the server may know other ones, or none. */
  forgetMessages() {
    this.#topLevel.clear();
    this.#threads.clear();
    this.statuses.clear();
  }

  async loadChannel(channel) {
    const started = this.#clock;
    const { messages } = await get("ui/messages", { user: this.user, channel });
    this.#merge(messages, started);
    this.#topLevel.set(channel, this.#topLevel.get(channel) ?? new Map());
    this.changed();
  }

  async loadThread(channel, ts) {
    const started = this.#clock;
    const { messages, session } = await get("ui/thread", { user: this.user, channel, ts });
    this.#merge(messages, started);
    if (session && started === this.#clock) {
      this.status({ channel, thread_ts: ts, ...session });
      if (session.title) this.titles.set(threadKey(channel, ts), session.title);
    }
    this.changed();
  }

  #merge(messages, started) {
    for (const message of messages) {
      if ((this.#touched.get(message.ts) ?? 0) <= started) this.#put(message);
    }
  }

  #put(message) {
    const shelf = isReply(message)
      ? shelfOf(this.#threads, threadKey(message.channel, message.thread_ts))
      : shelfOf(this.#topLevel, message.channel);
    shelf.set(message.ts, message);
  }

  isLoaded(channel) {
    return this.#topLevel.has(channel);
  }

  message(channel, ts) {
    return this.#topLevel.get(channel)?.get(ts);
  }

  topLevel(channel) {
    return [...(this.#topLevel.get(channel)?.values() ?? [])].sort(byTs);
  }

  replies(channel, ts) {
    return [...(this.#threads.get(threadKey(channel, ts))?.values() ?? [])].sort(byTs);
  }

  /** A line that only this page shows: the answer to something typed wrongly. */
  note(channel, text, threadTs) {
    const message = {
      ts: (Date.now() / 1000).toFixed(6), channel, user: "USLACKBOT", text, ephemeral: true, reactions: [],
      ...(threadTs ? { thread_ts: threadTs } : {}),
    };
    this.#put(message);
    this.changed();
  }

  dismiss(message) {
    this.#delete(message.channel, message.ts);
    this.changed();
  }

  #delete(channel, ts) {
    this.#topLevel.get(channel)?.delete(ts);
    for (const [key, shelf] of this.#threads) if (key.startsWith(`${channel}/`)) shelf.delete(ts);
  }

  /** Take in one server event. */
  take(event) {
    this.#clock += 1;
    TAKE[event.type]?.(this, event);
    this.changed();
  }

  posted(message) {
    this.#touched.set(message.ts, this.#clock);
    this.#put(message);
    if (isReply(message) && !message.ephemeral) this.#countReply(message);
  }

  #countReply(reply) {
    const root = this.message(reply.channel, reply.thread_ts);
    if (!root || (root.latest_reply ?? "") >= reply.ts) return;
    this.#put({
      ...root,
      reply_count: (root.reply_count ?? 0) + 1,
      latest_reply: reply.ts,
      reply_users: [...new Set([...(root.reply_users ?? []), reply.user])],
    });
  }

  edited(message) {
    this.#touched.set(message.ts, this.#clock);
    this.#put(message);
  }

  deleted({ channel, ts }) {
    this.#touched.set(ts, this.#clock);
    this.#delete(channel, ts);
  }

  status({ channel, thread_ts: ts, status, text }) {
    const line = statusLine(status, text);
    if (line) this.statuses.set(threadKey(channel, ts), line);
    else this.statuses.delete(threadKey(channel, ts));
  }
}

const TAKE = {
  message: (store, event) => store.posted(event.message),
  message_changed: (store, event) => store.edited(event.message),
  message_deleted: (store, event) => store.deleted(event),
  status: (store, event) => store.status(event),
  prompts: (store, event) => store.prompts.set(event.channel, event),
  title: (store, event) => store.titles.set(threadKey(event.channel, event.thread_ts), event.title),
  home: (store, event) => { store.home = event.view; },
  bot: (store, event) => { store.botConnected = event.connected; },
};

function shelfOf(shelves, key) {
  if (!shelves.has(key)) shelves.set(key, new Map());
  return shelves.get(key);
}

/** What to say while the bot works; null when it does not. */
function statusLine(status, text) {
  if (["active", "suspended", "closed"].includes(status)) return null;
  if (text) return text;
  if (!status) return null;
  return status === "processing" ? "is working on it…" : status;
}

// The page: who looks at what, and what they do there.

import { listen, post } from "./api.js";
import { createComposer } from "./composer.js";
import { Conversations } from "./conversations.js";
import { directory, userName } from "./directory.js";
import { h } from "./dom.js";
import { closeMenu } from "./menu.js";
import { spoken } from "./message.js";
import { Modals, confirmDialog } from "./modal.js";
import { MainPane } from "./pane.js";
import { addressOf, permalinkAddress, readAddress } from "./place.js";
import { drawSidebar } from "./sidebar.js";
import { Store, isReply, threadKey } from "./store.js";
import { startTheme } from "./theme.js";
import { ThreadPane } from "./thread.js";
import { Values } from "./values.js";

const FIRST_USER = "U0EMMA";
const ANNOUNCED_CHARACTERS = 600;

const at = (id) => document.getElementById(id);

class App {
  user = null;
  online = true;
  route = { channel: null, thread: null, tab: "messages" };
  #composers = new Map();
  #values = new Map();
  #openedByItself = new Set();
  #scheduled = false;
  // Finds what gets the focus as soon as it is drawn, unless the user does something else first.
  #focusNext = null;
  #stopListening = () => {};

  start() {
    this.main = new MainPane(at("main"), this);
    this.threadPane = new ThreadPane(at("thread"), this);
    startTheme(() => this.render());
    window.addEventListener("hashchange", () => this.attempt(this.#follow()));
    for (const act of ["keydown", "pointerdown"]) {
      document.addEventListener(act, () => { this.#focusNext = null; }, true);
    }
    document.addEventListener("keydown", (event) => this.#escape(event));
    document.addEventListener("click", (event) => this.#permalink(event));
    document.addEventListener("failed", (event) => this.failed(event.detail));
    at("scrim").addEventListener("click", () => this.toggleSidebar(false));
    if (location.pathname !== "/") history.replaceState(null, "", `/${permalinkAddress(location, FIRST_USER) ?? ""}`);
    this.attempt(this.#follow());
  }

  // -- where one is -----------------------------------------------------------------------------

  /** The address of a place given by what differs from here; another user starts afresh. */
  address(place) {
    if (place.user && place.user !== this.user) return addressOf(place);
    return addressOf({ user: this.user, channel: this.route.channel, ...place });
  }

  go(place) {
    location.hash = this.address(place);
  }

  async #follow() {
    const { user = FIRST_USER, channel, rest } = readAddress(location.hash);
    if (user !== this.user && !(await this.attempt(this.#become(user)))) {
      if (user !== FIRST_USER) location.hash = "";
      return;
    }
    if (user !== this.user) return;
    const wanted = directory.channels.get(channel) ?? this.store.directMessage;
    const direct = wanted.kind === "im";
    const tab = direct && rest === "home" ? "home" : "messages";
    const moved = wanted.id !== this.route.channel || tab !== this.route.tab;
    this.route = { channel: wanted.id, tab, thread: direct || !rest ? null : rest };
    this.store.unread.delete(wanted.id);
    this.render();
    if (moved) await this.#enter(wanted, tab);
    if (this.route.thread) await this.store.loadThread(wanted.id, this.route.thread);
    if (direct && rest && rest !== "home") this.resume(wanted.id, rest);
  }

  async #become(user) {
    this.#stopListening();
    this.modals?.end();
    this.user = user;
    this.route = { channel: null, thread: null, tab: "messages" };
    this.#composers.clear();
    this.#values.clear();
    const store = new Store(user, () => this.render());
    this.store = store;
    this.conversations = new Conversations((channel, ts) => this.attempt(store.loadThread(channel, ts)));
    this.modals = new Modals({ user, contextFor: (...args) => this.blockContext(...args), failed: (error) => this.failed(error) });
    await store.loadWorkspace();
    // Somebody else was chosen meanwhile.
    if (this.store !== store) return;
    if (store.state.view) this.modals.show(store.state.view);
    let first = true;
    this.#stopListening = listen(user, {
      event: (event) => this.#take(event),
      subscribed: () => {
        this.online = true;
        this.attempt(this.#reload(first));
        first = false;
      },
      lost: () => {
        this.online = false;
        this.render();
      },
    });
  }

  async #reload(first) {
    const { store } = this;
    await store.loadWorkspace();
    if (!first) store.forgetMessages();
    const { channel, thread } = this.route;
    if (!channel) return;
    await store.loadChannel(channel);
    if (thread && !store.message(channel, thread)) this.go({ channel });
    for (const ts of [thread, ...this.conversations.opened(channel)]) {
      if (ts && store.message(channel, ts)) await store.loadThread(channel, ts);
    }
  }

  async #enter(channel, tab) {
    let entered = false;
    // Asked for before the channel is there, so that what the user does meanwhile cancels it.
    // On a touch screen the focus would raise the keyboard over what one came to read.
    if (tab !== "home" && !matchMedia("(pointer: coarse)").matches && !this.route.thread) {
      this.#focusLater(() => entered && this.channelComposer(channel).input);
    }
    if (channel.kind === "im") await post("ui/home", { user: this.user, tab });
    if (tab === "home") return;
    await this.store.loadChannel(channel.id);
    if (channel.kind === "im") this.conversations.resumeLatest(channel.id, this.store.topLevel(channel.id));
    entered = true;
    this.render();
  }

  /** Go on with a conversation of the direct message. */
  resume(channel, ts) {
    this.conversations.resume(channel, ts);
    this.#focusLater(() => this.threadComposer(channel, ts).input);
  }

  openThread(channel, ts, { focus }) {
    this.go({ channel, thread: ts });
    if (focus) this.#focusLater(() => this.threadComposer(channel, ts).input);
  }

  closeThread() {
    const { channel, thread } = this.route;
    this.go({ channel });
    this.#focusLater(() => at("main").querySelector(`[data-ts="${CSS.escape(thread)}"] .thread-link`)
      ?? this.channelComposer(directory.channels.get(channel)).input);
  }

  #focusLater(find) {
    this.#focusNext = find;
    this.render();
  }

  /** A link to a message of this workspace leads there without leaving the page. */
  #permalink(event) {
    const anchor = event.target.closest?.("a[href]");
    const place = anchor && new URL(anchor.href).origin === location.origin ? permalinkAddress(new URL(anchor.href), this.user) : null;
    if (!place) return;
    event.preventDefault();
    location.hash = place;
  }

  toggleSidebar(open) {
    document.body.classList.toggle("sidebar-open", open);
    at("scrim").hidden = !open;
    if (open) at("sidebar").querySelector("[aria-current]")?.focus();
  }

  #escape(event) {
    if (event.key !== "Escape" || event.defaultPrevented || closeMenu()) return;
    if (document.querySelector("dialog[open]")) return;
    if (document.body.classList.contains("sidebar-open")) this.toggleSidebar(false);
    else if (this.route.thread) this.closeThread();
  }

  // -- what happens -----------------------------------------------------------------------------

  #take(event) {
    const before = event.message && this.#known(event.message);
    if (event.type === "view") this.modals.show(event.view);
    if (event.type === "view_closed") this.modals.closed(event.view_id);
    this.store.take(event);
    if (event.type === "message") this.#arrived(event.message);
    if (event.type === "message_changed" && before?.streaming && !event.message.streaming) this.#announce(event.message);
    if (event.type === "status") this.#showAnswer(event.channel, event.thread_ts);
  }

  #known({ channel, ts, thread_ts: thread }) {
    return this.store.message(channel, ts) ?? this.store.replies(channel, thread ?? ts).find((one) => one.ts === ts);
  }

  #arrived(message) {
    if (message.user === this.user) return;
    const seen = message.channel === this.route.channel && this.route.tab === "messages";
    const direct = directory.channels.get(message.channel)?.kind === "im";
    if (!seen && (direct || !isReply(message))) this.store.unread.set(message.channel, (this.store.unread.get(message.channel) ?? 0) + 1);
    // The answer to one's own command is what one looks for.
    if (seen && message.ephemeral && !isReply(message)) this.main.hold(message.ts);
    if (isReply(message)) this.#showAnswer(message.channel, message.thread_ts);
    if (seen && !message.streaming) this.#announce(message);
  }

  /** Bring a thread that the bot works in before the eyes of the one who asked. */
  #showAnswer(channel, ts) {
    if (directory.channels.get(channel)?.kind === "im") return this.conversations.open(channel, ts);
    const key = threadKey(channel, ts);
    const root = this.store.message(channel, ts);
    if (root?.user !== this.user || channel !== this.route.channel || this.#openedByItself.has(key)) return;
    this.#openedByItself.add(key);
    const busy = [...document.querySelectorAll("#thread textarea")].some((input) => input.value);
    if (!busy) this.openThread(channel, ts, { focus: false });
  }

  /** Tell screen readers, once, what was said. */
  #announce(message) {
    const text = spoken(message);
    const short = text.length > ANNOUNCED_CHARACTERS ? `${text.slice(0, ANNOUNCED_CHARACTERS)}…` : text;
    at("live").textContent = `${userName(message.user)}: ${short}`;
  }

  // -- what one does ----------------------------------------------------------------------------

  async send(channel, text, { threadTs, files = [] } = {}) {
    const starts = !threadTs && directory.channels.get(channel).kind === "im";
    let root = null;
    // Asked for before the answer comes, so that what the user does meanwhile cancels it.
    if (starts) this.#focusLater(() => root && this.threadComposer(channel, root).input);
    const { ts } = await post("ui/message", {
      user: this.user, channel, text, files: files.map((file) => file.id), ...(threadTs ? { thread_ts: threadTs } : {}),
    });
    if (threadTs && this.route.thread) this.threadPane.hold(ts);
    else this.main.hold(ts);
    if (starts) this.conversations.resume(channel, ts);
    root = ts;
    this.render();
  }

  async command(channel, command, text, threadTs) {
    if (!this.store.state.commands.some((known) => known.command === command)) {
      return this.store.note(channel, `\`${command}\` is not a command of this workspace.`, threadTs);
    }
    if (threadTs) return this.store.note(channel, `\`${command}\` can't be used in a thread. Use it in the channel instead.`, threadTs);
    await post("ui/command", { user: this.user, channel, command, text });
  }

  channelComposer(channel) {
    return this.#composer(channel.id, () => ({
      testid: "composer",
      label: channel.kind === "im" ? `New message to ${directory.bot.name}` : `Message to #${channel.name}`,
      placeholder: channel.kind === "im" ? `Ask ${directory.bot.name} something new…` : `Message #${channel.name}`,
      send: (text, files) => this.send(channel.id, text, { files }),
      command: (command, text) => this.command(channel.id, command, text),
      commands: () => this.store.state.commands,
    }));
  }

  threadComposer(channel, ts) {
    const label = directory.channels.get(channel).kind === "im" ? "Continue this conversation" : "Reply";
    return this.#composer(threadKey(channel, ts), () => ({
      testid: "thread-composer",
      label,
      placeholder: `${label}…`,
      send: (text, files) => this.send(channel, text, { threadTs: ts, files }),
      command: (command, text) => this.command(channel, command, text, ts),
    }));
  }

  #composer(key, options) {
    if (!this.#composers.has(key)) this.#composers.set(key, createComposer({ user: this.user, ...options() }));
    return this.#composers.get(key);
  }

  react(message, name, remove) {
    this.attempt(post("ui/reaction", { user: this.user, channel: message.channel, ts: message.ts, name, remove: Boolean(remove) }));
  }

  shortcut(callbackId, message) {
    const where = message ? { channel: message.channel, ts: message.ts } : {};
    this.attempt(post("ui/shortcut", { user: this.user, callback_id: callbackId, ...where }));
  }

  stop(channel, ts) {
    this.attempt(post("ui/stop", { user: this.user, channel, thread_ts: ts }));
  }

  messageContext(message) {
    if (!this.#values.has(message.ts)) this.#values.set(message.ts, new Values());
    const container = { type: "message", channel: message.channel, ts: message.ts };
    return { ...this.blockContext(container, this.#values.get(message.ts)), fieldId: (block) => `message-${message.ts}-${block.block_id}` };
  }

  /** What the interactive elements of a container need (see control.js). */
  blockContext(container, values) {
    const about = (block, element) => ({ user: this.user, container, block_id: block.block_id, action_id: element.action_id });
    return {
      container,
      values,
      user: this.user,
      failed: (error) => this.failed(error),
      confirm: confirmDialog,
      act: (block, element, value) => this.attempt(post("ui/action", { ...about(block, element), element, value })),
      options: (block, element, query) => post("ui/options", { ...about(block, element), value: query }),
    };
  }

  // -- showing it -------------------------------------------------------------------------------

  render() {
    if (this.#scheduled) return;
    this.#scheduled = true;
    setTimeout(() => {
      this.#scheduled = false;
      this.#draw();
    }, 16);
  }

  #draw() {
    if (!this.store?.state || !this.route.channel) return;
    drawSidebar(at("sidebar"), this);
    this.main.draw();
    this.threadPane.draw();
    const channel = directory.channels.get(this.route.channel);
    const name = channel.kind === "im" ? directory.bot.name : `#${channel.name}`;
    this.#moveFocus();
    const unread = [...this.store.unread.values()].reduce((sum, count) => sum + count, 0);
    document.title = `${unread ? `(${unread}) ` : ""}${name} · Sandbox workspace`;
  }

  #moveFocus() {
    const node = this.#focusNext?.();
    if (!node?.isConnected) return;
    this.#focusNext = null;
    node.focus({ preventScroll: true });
  }

  /** Await what a user asked for; tell them when it fails. Resolves to whether it worked. */
  async attempt(promise) {
    try {
      await promise;
      return true;
    } catch (error) {
      this.failed(error);
      return false;
    }
  }

  failed(error) {
    const toast = h("div", { class: "toast", "data-testid": "toast" }, error.message);
    at("toasts").append(toast);
    setTimeout(() => toast.remove(), 8000);
    console.error(error);
  }
}

new App().start();

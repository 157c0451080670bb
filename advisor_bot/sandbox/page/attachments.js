// Files on their way: picked, dropped or pasted, uploaded at once, shared when the message is sent.

import { attach } from "./api.js";
import { h, icon, iconButton } from "./dom.js";

const MOST_FILES = 10;
const UNITS = ["bytes", "KB", "MB", "GB"];

/** A file's size as people say it: "812 bytes", "1.4 MB". */
export function sizeText(bytes) {
  let size = bytes;
  let unit = 0;
  while (size >= 1024 && unit < UNITS.length - 1) {
    size /= 1024;
    unit += 1;
  }
  return `${unit && size < 10 ? size.toFixed(1) : Math.round(size)} ${UNITS[unit]}`;
}

/** A file's name and size, with what stands at its end. */
export const fileLine = ({ name, size }, ...more) =>
  h("span", { class: "file-line", "data-testid": "file" }, icon("file"),
    h("span", { class: "file-name" }, name), h("small", {}, sizeText(size)), more);

/**
 * The files that someone adds to a form. `user`: whose they are; `changed()` runs whenever the files
 * are others; `failed(error)` shows what went wrong; `most`, `accept`, `props`: of the file input.
 * `.button` opens the picker, `.list` shows what is there.
 */
export class Attachments {
  #files = [];

  constructor({ user, changed, failed, most = MOST_FILES, accept = null, button, props = {} }) {
    this.user = user;
    this.changed = changed;
    this.failed = failed;
    this.most = most;
    this.input = h("input", {
      type: "file", class: "visually-hidden", tabindex: "-1", "aria-hidden": "true", accept, multiple: most > 1,
      "data-testid": "file-input", ...props, on: { change: () => this.#picked() },
    });
    this.button = button(() => this.input.click());
    this.list = h("div", { class: "attachments", "data-testid": "attachments", hidden: true });
  }

  /** Take what is dropped on or pasted into `node`. */
  listen(node) {
    const carries = (event) => event.dataTransfer?.types.includes("Files");
    node.addEventListener("dragover", (event) => {
      if (!carries(event)) return;
      event.preventDefault();
      node.classList.add("dropping");
    });
    node.addEventListener("dragleave", () => node.classList.remove("dropping"));
    node.addEventListener("drop", (event) => {
      node.classList.remove("dropping");
      if (!carries(event)) return;
      event.preventDefault();
      this.#add([...event.dataTransfer.files]);
    });
    node.addEventListener("paste", (event) => {
      if (!event.clipboardData?.files.length) return;
      event.preventDefault();
      this.#add([...event.clipboardData.files]);
    });
  }

  get ready() { return this.#files.length > 0 && this.#files.every((file) => file.id); }

  get uploading() { return this.#files.some((file) => !file.id); }

  /** What is uploaded: [{id, name, size}]. */
  get files() { return this.#files.filter((file) => file.id); }

  /** Take all files out; the caller has them now. */
  take() {
    const taken = this.files;
    this.put([]);
    return taken;
  }

  put(files) {
    this.#files = files;
    this.#draw();
  }

  #picked() {
    this.#add([...this.input.files]);
    this.input.value = "";
  }

  async #add(picked) {
    const room = this.most - this.#files.length;
    if (picked.length > room) this.failed(new Error(`At most ${this.most} ${this.most === 1 ? "file" : "files"} at a time.`));
    await Promise.all(picked.slice(0, Math.max(room, 0)).map((file) => this.#upload(file)));
  }

  async #upload(file) {
    const entry = { name: file.name, size: file.size };
    this.put([...this.#files, entry]);
    try {
      Object.assign(entry, await attach(this.user, file));
      this.#draw();
    } catch (error) {
      this.put(this.#files.filter((one) => one !== entry));
      this.failed(error);
    }
  }

  #draw() {
    this.list.hidden = !this.#files.length;
    this.list.replaceChildren(...this.#files.map((file) =>
      h("span", { class: file.id ? "attached" : "attached busy" }, fileLine(file),
        iconButton("close", `Remove ${file.name}`, () => this.put(this.#files.filter((one) => one !== file))))));
    this.changed();
  }
}

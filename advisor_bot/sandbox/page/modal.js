// Modals: a stack of views, checked and submitted as Slack does; confirmation dialogs.

import { post } from "./api.js";
import { renderBlocks } from "./blocks.js";
import { h, iconButton, keepFocus } from "./dom.js";
import { complaint } from "./inputs.js";
import { plainText, renderText } from "./text.js";
import { Values, isEmpty } from "./values.js";

/**
 * The open modals of one user. `contextFor(container, values)` makes the blocks' context;
 * `failed(error)` shows what went wrong.
 */
export class Modals {
  #stack = [];
  #dialog = null;

  constructor({ user, contextFor, failed }) {
    this.user = user;
    this.contextFor = contextFor;
    this.failed = failed;
  }

  /** A view was opened, pushed or updated. */
  show(view) {
    const known = this.#stack.find((entry) => entry.view.id === view.id);
    if (known) {
      known.view = view;
      known.errors = {};
    } else {
      if (!this.#stack.some((entry) => entry.view.id === view.previous_view_id)) this.#stack = [];
      this.#stack.push({ view, values: new Values(view.state?.values), errors: {} });
    }
    this.#draw();
  }

  /** The server closed a view, and with it those above. */
  closed(viewId) {
    const at = this.#stack.findIndex((entry) => entry.view.id === viewId);
    if (at < 0) return;
    this.#stack = this.#stack.slice(0, at);
    this.#draw();
  }

  end() {
    this.#stack = [];
    this.#draw();
  }

  #draw() {
    const entry = this.#stack.at(-1);
    if (!entry) {
      this.#dialog?.close();
      this.#dialog?.remove();
      this.#dialog = null;
      return;
    }
    if (!this.#dialog) {
      this.#dialog = h("dialog", {
        class: "modal", "data-testid": "modal", "aria-labelledby": "modal-title",
        on: { cancel: (event) => { event.preventDefault(); this.#close(); } },
      });
      document.body.append(this.#dialog);
      this.#fill(entry);
      this.#dialog.showModal();
      this.#dialog.querySelector("[autofocus], .modal-body .control, .modal-body input, .modal-body button")?.focus();
    } else {
      const fresh = this.#dialog.dataset.viewId !== entry.view.id;
      keepFocus(this.#dialog, () => this.#fill(entry));
      if (fresh) this.#dialog.querySelector("[autofocus], .modal-body .control, .modal-body input, button")?.focus();
    }
  }

  #fill(entry) {
    const { view, values, errors } = entry;
    const scrolled = this.#dialog.querySelector(".modal-body")?.scrollTop ?? 0;
    const same = this.#dialog.dataset.viewId === view.id;
    const blocks = view.blocks ?? [];
    const context = {
      ...this.contextFor({ type: "view", view_id: view.id }, values),
      errors,
      fieldId: (block) => `field-${view.id}-${block.block_id}`,
      clearError: (block) => this.#clearError(entry, block),
    };
    const submit = h("button", { type: "submit", class: "button primary", "data-testid": "modal-submit" },
      plainText(view.submit) || "Submit");
    const needsSubmit = view.submit || blocks.some((block) => block.type === "input");
    const form = h("form", {
      novalidate: true,
      on: { submit: (event) => { event.preventDefault(); this.#submit(entry, submit); } },
    },
    h("header", { class: "modal-head" },
      h("h2", { id: "modal-title" }, plainText(view.title)),
      iconButton("close", "Close dialog", () => this.#close())),
    h("div", { class: "modal-body" }, renderBlocks(blocks, context)),
    h("footer", { class: "modal-foot" },
      h("button", { type: "button", class: "button", on: { click: () => this.#close() } }, plainText(view.close) || "Cancel"),
      needsSubmit ? submit : null));
    this.#dialog.dataset.viewId = view.id;
    this.#dialog.replaceChildren(form);
    if (same) this.#dialog.querySelector(".modal-body").scrollTop = scrolled;
  }

  #clearError(entry, block) {
    if (!entry.errors[block.block_id]) return;
    delete entry.errors[block.block_id];
    const field = this.#dialog.querySelector(`[data-block-id="${CSS.escape(block.block_id)}"]`);
    field?.classList.remove("has-error");
    field?.querySelector(".field-error")?.remove();
    field?.querySelector("[aria-invalid]")?.removeAttribute("aria-invalid");
  }

  async #submit(entry, button) {
    const { view, values } = entry;
    const errors = missing(view.blocks ?? [], values);
    if (Object.keys(errors).length) return this.#complain(entry, errors);
    button.disabled = true;
    try {
      const answer = await post("ui/view_submit", { user: this.user, view_id: view.id, values: values.of(view.blocks ?? []) });
      if (answer.response_action === "errors") this.#complain(entry, answer.errors);
    } catch (error) {
      this.failed(error);
    } finally {
      button.disabled = false;
    }
  }

  #complain(entry, errors) {
    entry.errors = { ...errors };
    this.#fill(entry);
    this.#dialog.querySelector(".has-error :is(.control, input, [tabindex])")?.focus();
  }

  async #close() {
    const { view } = this.#stack.at(-1);
    this.closed(view.id);
    await post("ui/view_close", { user: this.user, view_id: view.id }).catch(this.failed);
  }
}

/** Slack's own checks, before a view is submitted: {block_id: message}. */
function missing(blocks, values) {
  const errors = {};
  for (const block of blocks) {
    if (block.type !== "input") continue;
    const value = values.get(block, block.element);
    const wrong = isEmpty(value)
      ? block.optional ? null : "Please complete this required field."
      : complaint(block.element, value);
    if (wrong) errors[block.block_id] = wrong;
  }
  return errors;
}

/** Ask what a `confirm` object asks; resolves to whether the user agreed. */
export function confirmDialog(confirm) {
  return new Promise((resolve) => {
    const dialog = h("dialog", { class: "modal confirm", "data-testid": "confirm", "aria-labelledby": "confirm-title" });
    const done = (answer) => {
      dialog.close();
      dialog.remove();
      resolve(answer);
    };
    const choice = (answer, style, text) =>
      h("button", { type: "button", class: `button ${style}`, on: { click: () => done(answer) } }, text);
    dialog.append(
      h("header", { class: "modal-head" }, h("h2", { id: "confirm-title" }, plainText(confirm.title))),
      h("div", { class: "modal-body prose" }, renderText(confirm.text)),
      h("footer", { class: "modal-foot" },
        choice(false, "", plainText(confirm.deny) || "Cancel"),
        choice(true, confirm.style ?? "primary", plainText(confirm.confirm) || "Yes")));
    dialog.addEventListener("cancel", (event) => { event.preventDefault(); done(false); });
    document.body.append(dialog);
    dialog.showModal();
  });
}

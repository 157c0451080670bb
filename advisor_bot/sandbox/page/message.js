// One message: author, content, reactions, its menu.

import { fileAddress } from "./api.js";
import { fileLine } from "./attachments.js";
import { renderBlocks } from "./blocks.js";
import { SLACKBOT, directory, isBot, userName } from "./directory.js";
import { h, icon, iconButton, link } from "./dom.js";
import { QUICK_REACTIONS, glyph } from "./emoji.js";
import { renderMarkdown, settled } from "./markdown.js";
import { openMenu } from "./menu.js";
import { renderMrkdwn } from "./mrkdwn.js";
import { clockTime, fullTime, isoTime } from "./time.js";

/**
 * An article. `options`: `context` for its blocks, `compact` (same author just before), `react(name)`,
 * `reply?()`, `dismiss()`, `shortcuts` [{name, run()}], `footer` (nodes below the content).
 */
export function buildMessage(message, options) {
  const node = h("article", { role: "article", "data-testid": "message", "data-ts": message.ts, tabindex: "-1" });
  fillMessage(node, message, options);
  return node;
}

/** Draw the message into its article (again). */
export function fillMessage(node, message, options) {
  const author = message.username ?? userName(message.user);
  node.className = "message";
  node.classList.toggle("compact", Boolean(options.compact));
  node.classList.toggle("ephemeral", Boolean(message.ephemeral));
  node.dataset.user = message.user;
  if (message.streaming) node.setAttribute("aria-busy", "true");
  else node.removeAttribute("aria-busy");
  node.setAttribute("aria-label", `${author}, ${clockTime(message.ts)}`);
  node.replaceChildren(
    avatar(message.user),
    h("div", { class: "message-main" },
      message.ephemeral ? ephemeralNote(options) : null,
      h("header", { class: "message-head" },
        h("strong", { class: "author" }, author),
        isBot(message.user) ? h("span", { class: "app-badge" }, "App") : null,
        h("time", { datetime: isoTime(message.ts), title: fullTime(message.ts) }, clockTime(message.ts))),
      h("div", { class: "message-content", "data-testid": "message-content" }, content(message, options.context)),
      message.edited ? h("span", { class: "edited" }, "(edited)") : null,
      reactions(message, options),
      options.footer),
    message.ephemeral ? "" : tools(message, options));
}

/** A user's picture: initials on their colour. */
export function avatar(userId) {
  if (directory.bot?.user_id === userId) {
    return h("span", { class: "avatar bot", "aria-hidden": "true" }, icon("reply"));
  }
  const user = directory.users.get(userId);
  const initials = userId === SLACKBOT ? "i" : userName(userId).split(/\s+/).map((part) => part[0]).slice(0, 2).join("");
  const colour = user?.avatar_color ?? "#616061";
  return h("span", { class: "avatar", "aria-hidden": "true", style: { "--avatar": colour, "--avatar-text": readable(colour) } }, initials);
}

/** Black or white, whichever stands out from a #rrggbb colour (WCAG relative luminance). */
function readable(colour) {
  const [r, g, b] = [1, 3, 5].map((at) => {
    const channel = Number.parseInt(colour.slice(at, at + 2), 16) / 255;
    return channel <= 0.03928 ? channel / 12.92 : ((channel + 0.055) / 1.055) ** 2.4;
  });
  return 0.2126 * r + 0.7152 * g + 0.0722 * b > 0.179 ? "#000" : "#fff";
}

function ephemeralNote({ dismiss }) {
  return h("p", { class: "ephemeral-note", "data-testid": "ephemeral" }, icon("eye"), "Only visible to you",
    h("button", { type: "button", class: "link-button", on: { click: dismiss } }, "Dismiss"));
}

function content(message, context) {
  const tasks = (message.tasks ?? []).map(task);
  const nodes = message.streaming ? renderMarkdown(settled(message.text)) : renderMrkdwn(message.text);
  const body = message.blocks?.length
    ? renderBlocks(message.streaming ? message.blocks.map(settledBlock) : message.blocks, context)
    : [h("div", { class: "prose" }, nodes)];
  if (message.streaming) placeCaret(body.at(-1));
  const plan = message.plan_title ? h("p", { class: "plan-title" }, message.plan_title) : null;
  return [plan, tasks, body, (message.attachments ?? []).map((one) => attachment(one, context)), (message.files ?? []).map(file)];
}

const settledBlock = (block) => (block.type === "markdown" ? { ...block, text: settled(block.text) } : block);

const HOLDS_TEXT = /^(DIV|UL|OL|LI|BLOCKQUOTE|P|PRE|CODE|H[3-6]|TABLE|TBODY|TR|TD)$/;

/** Put the caret where the growing text ends. */
function placeCaret(node) {
  const last = node.lastElementChild;
  if (last && last === node.lastChild && HOLDS_TEXT.test(last.tagName)) placeCaret(last);
  else node.append(h("span", { class: "caret" }));
}

/** What a screen reader is told of a message: its text without the marks. */
export function spoken({ text, blocks }) {
  const nodes = blocks?.[0]?.type === "markdown" ? renderMarkdown(blocks[0].text) : renderMrkdwn(text);
  return nodes.map((node) => node.textContent).join(" ");
}

/** A legacy attachment: its bar, and its blocks or its title, text and fallback. */
function attachment({ color, pretext, title, title_link: address, text, fallback, blocks }, context) {
  const heading = title ? h("strong", {}, address ? link(address, title) : title) : null;
  return h("div", { class: "attachment prose", style: color ? { "--bar": color.startsWith("#") ? color : `#${color}` } : {} },
    blocks ? renderBlocks(blocks, context)
      : [pretext ? renderMrkdwn(pretext) : null, heading, renderMrkdwn(text ?? (title ? "" : fallback ?? ""))]);
}

function file({ id, name, size }) {
  return h("p", { class: "block-file" },
    h("a", { href: fileAddress(directory.me.id, id), download: name, class: "file-card" }, fileLine({ name, size })));
}

const TASK_STATES = { complete: "Done", in_progress: "In progress", pending: "Waiting", error: "Failed" };

function task({ title, status, details, output, sources }) {
  const state = TASK_STATES[status] ? status : "pending";
  return h("div", { class: "task", "data-status": state },
    h("span", { class: "task-mark", role: "img", "aria-label": TASK_STATES[state] }),
    h("div", {},
      h("span", { class: "task-title" }, title),
      details ? h("p", {}, details) : null,
      output ? h("p", {}, output) : null,
      sources?.length ? h("p", {}, sources.map((source) => [link(source.url, source.text || source.url), " "])) : null));
}

function reactions(message, { react }) {
  if (!message.reactions?.length) return null;
  return h("div", { class: "reactions" }, message.reactions.map(({ name, users }) => {
    const mine = users.includes(directory.me.id);
    return h("button", {
      type: "button", class: "reaction", "aria-pressed": String(mine), title: `${users.map(userName).join(", ")} reacted with :${name}:`,
      "aria-label": `${name.replaceAll("_", " ")}, ${users.length}`, "data-focus-key": `reaction/${name}`,
      on: { click: () => react(name, mine) },
    }, glyph(name), h("span", {}, String(users.length)));
  }));
}

function tools(message, options) {
  const mine = (name) =>
    message.reactions?.some((one) => one.name === name && one.users.includes(directory.me.id));
  const reaction = (name) => ({
    label: name.replaceAll("_", " "), glyph: glyph(name), run: () => options.react(name, mine(name)),
  });
  const pick = (anchor) => openMenu(anchor, QUICK_REACTIONS.map(reaction), { compact: true, label: "Reactions" });
  const more = (anchor) => openMenu(anchor, [
    { label: "Add a reaction…", run: () => pick(anchor) },
    ...(options.reply ? [{ label: "Reply in thread", run: options.reply }] : []),
    { label: "Copy text", run: () => navigator.clipboard?.writeText(message.text) },
    ...(options.shortcuts.length ? [{ separator: true }] : []),
    ...options.shortcuts.map(({ name, run }) => ({ label: name, detail: directory.bot.name, run })),
  ], { label: "Message actions" });
  return h("div", { class: "message-tools" },
    iconButton("smile", "Add a reaction", (event) => pick(event.currentTarget),
      { "data-focus-key": "tool/react", "aria-haspopup": "menu" }),
    options.reply ? iconButton("reply", "Reply in thread", options.reply, { "data-focus-key": "tool/reply" }) : null,
    iconButton("more", "More actions", (event) => more(event.currentTarget),
      { "data-focus-key": "tool/more", "data-testid": "message-menu", "aria-haspopup": "menu" }));
}

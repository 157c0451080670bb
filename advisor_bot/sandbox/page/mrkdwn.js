// Slack's mrkdwn: *bold*, _italic_, ~strike~, `code`, ```pre```, > quote, <control sequences>.
// Source: https://docs.slack.dev/messaging/formatting-message-text

import { channelMention, dateMention, userMention } from "./directory.js";
import { h, link } from "./dom.js";
import { EMOJI } from "./emoji.js";

const MARKS = { "*": "strong", _: "em", "~": "s" };
const MAX_DEPTH = 6;

/** The three entities that Slack escapes, decoded. */
export const decode = (text) =>
  text.replaceAll("&lt;", "<").replaceAll("&gt;", ">").replaceAll("&amp;", "&");

/** mrkdwn text → a list of nodes. */
export function renderMrkdwn(text) {
  const nodes = [];
  // A lone ``` without its partner is ordinary text, as in Slack.
  for (const [index, part] of text.split(/```([\s\S]*?)```\n?/).entries()) {
    if (index % 2) {
      nodes.push(h("pre", {}, h("code", {}, decode(unwrapUrls(part.replace(/^\n|\n$/g, ""))))));
    } else if (part) {
      nodes.push(...paragraphs(part.replace(/\n$/, "")));
    }
  }
  return nodes;
}

function paragraphs(text) {
  const nodes = [];
  let quoted = [];
  const flush = () => {
    if (quoted.length) nodes.push(h("blockquote", {}, joinLines(quoted)));
    quoted = [];
  };
  let plain = [];
  const flushPlain = () => {
    if (plain.length) nodes.push(h("span", { class: "mrkdwn-lines" }, joinLines(plain)));
    plain = [];
  };
  for (const line of text.split("\n")) {
    const quote = /^(?:&gt;|>) ?(.*)$/.exec(line);
    if (quote) {
      flushPlain();
      quoted.push(quote[1]);
    } else {
      flush();
      plain.push(line);
    }
  }
  flush();
  flushPlain();
  return nodes;
}

const joinLines = (lines) =>
  lines.flatMap((line, index) => [index ? h("br") : null, ...inline(line, 0)]);

const unwrapUrls = (text) => text.replace(/<([a-z]+:[^>|]+)(?:\|([^>]*))?>/g, (_, url, label) => label ?? url);

const isWord = (char) => char !== undefined && /[\p{L}\p{N}]/u.test(char);

function inline(text, depth) {
  const nodes = [];
  let plain = "";
  const flush = () => {
    if (plain) nodes.push(decode(plain));
    plain = "";
  };
  for (let at = 0; at < text.length; ) {
    const found = depth < MAX_DEPTH ? span(text, at, depth) : null;
    if (found) {
      flush();
      nodes.push(found.node);
      at = found.end;
    } else {
      plain += text[at];
      at += 1;
    }
  }
  flush();
  return nodes;
}

/** What starts at `at`, if anything: `{node, end}`. */
function span(text, at, depth) {
  const char = text[at];
  if (char === "<") return control(text, at);
  if (char === ":") return emoji(text, at);
  if (char === "`") {
    const end = text.indexOf("`", at + 1);
    if (end <= at + 1) return null;
    return { node: h("code", {}, decode(unwrapUrls(text.slice(at + 1, end)))), end: end + 1 };
  }
  if (char in MARKS && !isWord(text[at - 1]) && text[at + 1] !== " ") {
    const end = closing(text, at, char);
    if (end < 0) return null;
    return { node: h(MARKS[char], {}, inline(text.slice(at + 1, end), depth + 1)), end: end + 1 };
  }
  return null;
}

function closing(text, at, mark) {
  for (let end = text.indexOf(mark, at + 2); end > 0; end = text.indexOf(mark, end + 1)) {
    if (text[end - 1] !== " " && !isWord(text[end + 1])) return end;
  }
  return -1;
}

function emoji(text, at) {
  const match = /^:([a-z0-9_+-]+):/.exec(text.slice(at, at + 40));
  if (!match || !(match[1] in EMOJI)) return null;
  const node = h("span", { role: "img", "aria-label": match[1].replaceAll("_", " ") }, EMOJI[match[1]]);
  return { node, end: at + match[0].length };
}

function control(text, at) {
  const end = text.indexOf(">", at);
  if (end < 0) return null;
  const node = controlNode(text.slice(at + 1, end));
  return node && { node, end: end + 1 };
}

function controlNode(inner) {
  const [target, ...rest] = inner.split("|");
  const label = rest.length ? decode(rest.join("|")) : null;
  if (/^@[UWB]\w+$/.test(target)) return userMention(target.slice(1));
  if (/^#[CGD]\w+$/.test(target)) return channelMention(target.slice(1), label);
  if (/^!(here|channel|everyone)$/.test(target)) {
    return h("span", { class: "mention mention-me" }, `@${target.slice(1)}`);
  }
  if (target.startsWith("!subteam^")) {
    return h("span", { class: "mention" }, label || `@${target.slice(9)}`);
  }
  if (target.startsWith("!date^")) {
    const [, seconds, format = "{date}", url] = target.split("^");
    return dateMention(seconds, format, url, label);
  }
  if (/^(https?:|mailto:)/.test(target)) return link(decode(target), label || decode(target).replace(/^mailto:/, ""));
  return null;
}

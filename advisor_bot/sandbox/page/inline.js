// Markdown inside a line: escapes, code, links, bold, italic, strike, mentions, emoji.

import { channelMention, userMention } from "./directory.js";
import { h, link } from "./dom.js";
import { EMOJI } from "./emoji.js";
import { decode } from "./mrkdwn.js";

const MAX_DEPTH = 8;
const MARKS = [["**", "strong"], ["__", "strong"], ["~~", "s"], ["*", "em"], ["_", "em"], ["~", "s"]];
const BARE_URL = /^https?:\/\/[^\s<>"'`*|]+/;

/** One line of markdown → a list of nodes and strings. */
export function renderInline(text, depth = 0) {
  const nodes = [];
  // Marks known to have no partner further on: without this a line of 10,000 stars is quadratic.
  const hopeless = new Set();
  let plain = "";
  for (let at = 0; at < text.length; ) {
    const found = depth < MAX_DEPTH ? span(text, at, depth, hopeless) : null;
    if (!found) {
      plain += text[at];
      at += 1;
      continue;
    }
    if (plain) nodes.push(decode(plain));
    plain = "";
    nodes.push(found.node);
    at = found.end;
  }
  if (plain) nodes.push(decode(plain));
  return nodes;
}

function span(text, at, depth, hopeless) {
  switch (text[at]) {
    case "\\":
      return /[!-/:-@[-`{-~]/.test(text[at + 1] ?? "") ? { node: text[at + 1], end: at + 2 } : null;
    case "`":
      return code(text, at);
    case "[":
      return namedLink(text, at, depth, hopeless);
    case "!":
      // Slack draws an image in a markdown block as a link.
      return text[at + 1] === "[" ? namedLink(text, at + 1, depth, hopeless) : null;
    case "<":
      return angled(text, at);
    case ":":
      return emoji(text, at);
    case "h":
      return bareUrl(text, at);
    case "*":
    case "_":
    case "~":
      return marked(text, at, depth, hopeless);
    default:
      return null;
  }
}

function code(text, at) {
  const ticks = /^`+/.exec(text.slice(at))[0];
  const end = text.indexOf(ticks, at + ticks.length);
  if (end < 0) return { node: ticks, end: at + ticks.length };
  return { node: h("code", {}, decode(text.slice(at + ticks.length, end))), end: end + ticks.length };
}

function namedLink(text, at, depth, hopeless) {
  if (hopeless.has("]")) return null;
  const close = matching(text, at, "[", "]");
  if (close < 0) hopeless.add("]");
  if (close < 0 || text[close + 1] !== "(") return null;
  const end = matching(text, close + 1, "(", ")");
  if (end < 0) return null;
  const address = text.slice(close + 2, end).trim().replace(/\s+"[^"]*"$/, "").replace(/^<|>$/g, "");
  const label = renderInline(text.slice(at + 1, close), depth + 1);
  return { node: link(decode(address), label), end: end + 1 };
}

function matching(text, at, open, close) {
  let level = 0;
  for (let index = at; index < text.length; index += 1) {
    if (text[index] === "\\") index += 1;
    else if (text[index] === open) level += 1;
    else if (text[index] === close && --level === 0) return index;
  }
  return -1;
}

function angled(text, at) {
  const match = /^<(?:(https?:[^\s<>|]+|mailto:[^\s<>|]+)|@([UWB]\w+)|#([CGD]\w+)(?:\|([^>]*))?)>/.exec(text.slice(at, at + 3100));
  if (!match) return null;
  const [whole, url, user, channel, label] = match;
  const node = url ? link(decode(url), decode(url)) : user ? userMention(user) : channelMention(channel, label);
  return { node, end: at + whole.length };
}

function emoji(text, at) {
  const match = /^:([a-z0-9_+-]+):/.exec(text.slice(at, at + 40));
  if (!match || !(match[1] in EMOJI)) return null;
  return { node: h("span", { role: "img", "aria-label": match[1].replaceAll("_", " ") }, EMOJI[match[1]]), end: at + match[0].length };
}

function bareUrl(text, at) {
  if (/[\w/]/.test(text[at - 1] ?? "")) return null;
  const match = BARE_URL.exec(text.slice(at, at + 3100));
  if (!match) return null;
  let address = match[0].replace(/[.,;:!?\]]+$/, "");
  if (address.endsWith(")") && !address.includes("(")) address = address.slice(0, -1);
  return { node: link(decode(address), decode(address)), end: at + address.length };
}

function marked(text, at, depth, hopeless) {
  for (const [mark, tag] of MARKS) {
    if (!text.startsWith(mark, at) || hopeless.has(mark) || !opens(text, at, mark)) continue;
    const end = closing(text, at, mark);
    if (end < 0) {
      hopeless.add(mark);
      continue;
    }
    return { node: h(tag, {}, renderInline(text.slice(at + mark.length, end), depth + 1)), end: end + mark.length };
  }
  const run = /^([*_~])\1*/.exec(text.slice(at))[0];
  return { node: run, end: at + run.length };
}

const isWord = (char) => char !== undefined && /[\p{L}\p{N}]/u.test(char);

function opens(text, at, mark) {
  const after = text[at + mark.length];
  return after !== undefined && !/\s/.test(after) && !(mark[0] === "_" && isWord(text[at - 1]));
}

function closing(text, at, mark) {
  for (let index = at + mark.length; index < text.length; index += 1) {
    if (text[index] === "\\") {
      index += 1;
    } else if (text[index] === "`") {
      const end = text.indexOf("`", index + 1);
      if (end > 0) index = end;
    } else if (text.startsWith(mark, index) && closes(text, index, mark, at)) {
      // "**a *b***": the outer mark closes at the end of the run.
      while (mark.length === 2 && text[index + 2] === mark[0] && text[index + 3] !== mark[0]) index += 1;
      return index;
    } else if (mark.length === 1 && text[index] === mark) {
      // Skip a double mark whole, so that its halves don't close a single one.
      while (text[index + 1] === mark) index += 1;
    }
  }
  return -1;
}

function closes(text, index, mark, at) {
  if (index === at + mark.length || /\s/.test(text[index - 1])) return false;
  const next = text[index + mark.length];
  if (mark[0] === "_" && isWord(next)) return false;
  return mark.length === 2 || (next !== mark && text[index - 1] !== mark);
}

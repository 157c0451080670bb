// The markdown block: headings, lists, quotes, code, tables, rules; inline marks in inline.js.
// Source: https://docs.slack.dev/reference/block-kit/blocks/markdown-block

import { h } from "./dom.js";
import { renderInline } from "./inline.js";

const MAX_DEPTH = 8;
const FENCE = /^ {0,3}(`{3,}|~{3,})\s*([\w+#.-]*)/;
const HEADING = /^ {0,3}(#{1,6})\s+(.*?)\s*#*\s*$/;
const RULE = /^ {0,3}([-*_])(?:\s*\1){2,}\s*$/;
const QUOTE = /^ {0,3}> ?/;
const ITEM = /^( *)([-*+]|\d{1,9}[.)])( +|$)/;
const TABLE_RULE = /^\s*\|?\s*:?-+:?\s*(\|\s*:?-+:?\s*)*\|?\s*$/;

/** Markdown text → a list of nodes. Unclosed constructs (a stream in flight) draw as far as they go. */
export function renderMarkdown(text) {
  return blocks(text.replaceAll("\r\n", "\n").replaceAll("\t", "    ").split("\n"), 0);
}

/** A growing text without the loose ends that will become marks, a link or a table with the next words. */
export function settled(text) {
  const lines = text.trimEnd().split("\n");
  let rows = 0;
  while (rows < lines.length && lines.at(-1 - rows).trimStart().startsWith("|")) rows += 1;
  if (rows && !isTable([...lines, ""], lines.length - rows)) return lines.slice(0, -rows).join("\n");
  if (FENCE.test(lines.at(-1))) return lines.join("\n");
  let line = lines.pop().replace(/\[[^\]]*(\]\([^)]*)?$/, "");
  for (const mark of ["`", "**"]) {
    if (line.split(mark).length % 2) continue;
    line = line.endsWith(mark) ? line.slice(0, -mark.length) : line.trimEnd() + mark;
  }
  return [...lines, line].join("\n");
}

function blocks(lines, depth) {
  const nodes = [];
  for (let at = 0; at < lines.length; ) {
    if (!lines[at].trim()) {
      at += 1;
      continue;
    }
    const parsed = (depth < MAX_DEPTH && structure(lines, at, depth)) || paragraph(lines, at);
    nodes.push(parsed.node);
    at = parsed.next;
  }
  return nodes;
}

/** Whatever is not a paragraph, starting at line `at`: `{node, next}` or null. */
function structure(lines, at, depth) {
  const line = lines[at];
  const heading = HEADING.exec(line);
  if (heading) {
    // Messages sit below the page's own headings, hence the shift.
    const level = Math.min(heading[1].length + 2, 6);
    const node = h(`h${level}`, { class: `md-h${heading[1].length}` }, renderInline(heading[2]));
    return { node, next: at + 1 };
  }
  if (FENCE.test(line)) return fence(lines, at);
  if (RULE.test(line)) return { node: h("hr"), next: at + 1 };
  if (QUOTE.test(line)) return quote(lines, at, depth);
  if (ITEM.test(line)) return list(lines, at, depth);
  if (isTable(lines, at)) return table(lines, at);
  return null;
}

const isTable = (lines, at) =>
  lines[at].includes("|") && at + 1 < lines.length && lines[at + 1].includes("-") &&
  TABLE_RULE.test(lines[at + 1]) && cells(lines[at]).length === cells(lines[at + 1]).length;

const startsStructure = (lines, at) =>
  [HEADING, FENCE, RULE, QUOTE, ITEM].some((pattern) => pattern.test(lines[at])) || isTable(lines, at);

function paragraph(lines, at) {
  let next = at + 1;
  while (next < lines.length && lines[next].trim() && !startsStructure(lines, next)) next += 1;
  const content = lines.slice(at, next).flatMap((line, index) => [index ? h("br") : null, ...renderInline(line.trim())]);
  return { node: h("p", {}, content), next };
}

function fence(lines, at) {
  const [, mark, language] = FENCE.exec(lines[at]);
  let end = at + 1;
  const closes = (line) => line.startsWith(mark) && !line.replaceAll(mark[0], "");
  while (end < lines.length && !closes(lines[end].trim())) end += 1;
  const code = h("code", { "data-language": language || null }, lines.slice(at + 1, end).join("\n"));
  return { node: h("pre", { tabindex: "0" }, code), next: end + 1 };
}

function quote(lines, at, depth) {
  let next = at;
  const inner = [];
  while (next < lines.length && QUOTE.test(lines[next])) {
    inner.push(lines[next].replace(QUOTE, ""));
    next += 1;
  }
  return { node: h("blockquote", {}, blocks(inner, depth + 1)), next };
}

function list(lines, at, depth) {
  const [, indent, marker] = ITEM.exec(lines[at]);
  const ordered = /\d/.test(marker);
  const items = [];
  let next = at;
  while (next < lines.length) {
    const match = ITEM.exec(lines[next]);
    if (!match || match[1].length > indent.length + 1 || RULE.test(lines[next])) break;
    if (/\d/.test(match[2]) !== ordered || match[1].length < indent.length - 1) break;
    const item = itemLines(lines, next, match);
    items.push(listItem(item.lines, depth));
    next = item.next;
  }
  const start = ordered ? Number.parseInt(marker, 10) : 1;
  const node = h(ordered ? "ol" : "ul", { start: ordered && start !== 1 ? start : null }, items);
  return { node, next };
}

/** One item's lines without its marker and indentation, up to the next item or the list's end. */
function itemLines(lines, at, match) {
  const width = match[0].length;
  const inner = [lines[at].slice(width)];
  let next = at + 1;
  while (next < lines.length) {
    const line = lines[next];
    const indent = line.length - line.trimStart().length;
    if (!line.trim()) {
      const after = lines.slice(next).findIndex((later) => later.trim());
      if (after < 0 || !belongs(lines[next + after], match, width)) {
        next = continuesList(lines, next, after, match) ? next + after : next;
        break;
      }
    } else if (indent < match[1].length + 2 && (ITEM.test(line) || startsStructure(lines, next))) {
      break;
    }
    inner.push(line.slice(Math.min(indent, width)));
    next += 1;
  }
  return { lines: inner, next };
}

const belongs = (line, match, width) =>
  line.length - line.trimStart().length >= Math.min(width, match[1].length + 2);

function continuesList(lines, next, after, match) {
  const later = after >= 0 ? ITEM.exec(lines[next + after]) : null;
  return Boolean(later) && Math.abs(later[1].length - match[1].length) <= 1;
}

function listItem(lines, depth) {
  const task = /^\[([ xX])\]\s+/.exec(lines[0]);
  if (task) lines = [lines[0].slice(task[0].length), ...lines.slice(1)];
  const content = blocks(lines, depth + 1);
  // A tight item is its text, not a paragraph with margins.
  const tight = content[0]?.tagName === "P" ? [...content[0].childNodes, ...content.slice(1)] : content;
  if (!task) return h("li", {}, tight);
  const done = task[1] !== " ";
  const box = h("span", { class: "task-box", role: "img", "aria-label": done ? "done" : "open" }, done ? "☑" : "☐");
  return h("li", { class: "task-item" }, box, " ", tight);
}

function cells(line) {
  const inner = line.trim().replace(/^\|/, "").replace(/(?<!\\)\|$/, "");
  return inner.split(/(?<!\\)\|/).map((cell) => cell.trim().replaceAll("\\|", "|"));
}

function table(lines, at) {
  const head = cells(lines[at]);
  const align = cells(lines[at + 1]).map((rule) =>
    rule.endsWith(":") ? (rule.startsWith(":") ? "center" : "right") : "left",
  );
  const row = (tag, texts) =>
    h("tr", {}, head.map((_, column) =>
      h(tag, { class: `align-${align[column]}`, scope: tag === "th" ? "col" : null }, renderInline(texts[column] ?? "")),
    ));
  const body = [];
  let next = at + 2;
  while (next < lines.length && lines[next].includes("|") && lines[next].trim()) {
    body.push(row("td", cells(lines[next])));
    next += 1;
  }
  const node = h("div", { class: "table-scroll", tabindex: "0", role: "region", "aria-label": "Table" },
    h("table", {}, h("thead", {}, row("th", head)), h("tbody", {}, body)));
  return { node, next };
}

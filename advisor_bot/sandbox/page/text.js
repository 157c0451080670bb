// Block Kit's text objects.

import { emojify } from "./emoji.js";
import { renderMrkdwn } from "./mrkdwn.js";

/** A text object (plain_text or mrkdwn) → nodes and strings. */
export function renderText(object) {
  if (!object) return [];
  return object.type === "mrkdwn" ? renderMrkdwn(object.text) : [plainText(object)];
}

/** A text object as one string, for labels and placeholders. */
export function plainText(object) {
  if (!object) return "";
  return object.emoji === false ? object.text : emojify(object.text);
}

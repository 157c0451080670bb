// What all interactive elements share: their names, their values, telling the bot.
//
// `context` holds: `values` (Values), `act(block, element, value)` → promise, `options(block,
// element, query)` → promise of {options, option_groups}, `confirm(object)` → promise of a boolean,
// `fieldId(block)`, and, inside an input block, `field` {id, label, described, invalid, required}.

/** What finds the same control again after a redraw (see dom.js). */
export const focusKey = (block, element, part = "") => `${block.block_id}/${element.action_id}/${part}`;

/** Attributes of a control: its name and its state as a field, or a name of its own. */
export function naming(element, context, fallback) {
  const { field } = context;
  if (!field) return { "aria-label": element.accessibility_label || fallback };
  return {
    id: field.id,
    "aria-labelledby": field.label,
    "aria-describedby": field.described,
    "aria-invalid": field.invalid ? "true" : null,
    "aria-required": field.required ? "true" : null,
  };
}

/** Ask for the confirmation that the element wants, then send its action. */
export async function act(element, block, context, value) {
  const confirm = value.selected_option?.confirm ?? element.confirm;
  if (confirm && !(await context.confirm(confirm))) return false;
  return context.act(block, element, value);
}

/** Record a value and send it, unless the element only waits for a form's submission. */
export async function change(element, block, context, value) {
  const before = context.values.get(block, element);
  context.values.set(block, element, value);
  context.clearError?.(block);
  if (context.field && !block.dispatch_action) return;
  if ((await act(element, block, context, value)) === false) context.values.set(block, element, before);
}

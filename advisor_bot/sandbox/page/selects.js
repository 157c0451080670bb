// The selects: the browser's own where one of given options is chosen, else a searchable list.

import { change, focusKey, naming } from "./control.js";
import { directory, userName } from "./directory.js";
import { h } from "./dom.js";
import { renderPicker } from "./picker.js";
import { plainText } from "./text.js";

export const groupsOf = (element) => element.option_groups ?? [{ options: element.options ?? [] }];

const plain = (value, text) => ({ value, text: { type: "plain_text", text } });

export const userOptions = () =>
  [...directory.users.values()].filter((user) => !user.is_bot).map((user) => plain(user.id, userName(user.id)));

export const channelOptions = (kinds = ["public", "private", "im"]) =>
  [...directory.channels.values()].filter((channel) => kinds.includes(channel.kind))
    .map((channel) => plain(channel.id, channel.kind === "im" ? channel.name : `#${channel.name}`));

/** A chosen option as the element's value: the option itself, or only its id. */
const chosen = (property, option) => ({ [property]: property === "selected_option" ? option : option?.value ?? null });

export function select(element, block, context, groups, property) {
  const held = context.values.get(block, element)[property];
  const current = held?.value ?? held;
  const all = groups.flatMap((group) => group.options);
  const draw = (option) =>
    h("option", { value: option.value, selected: option.value === current },
      plainText(option.text) + (option.description ? ` — ${plainText(option.description)}` : ""));
  const placeholder = plainText(element.placeholder) || "Choose…";
  return h("select", {
    class: "control", ...naming(element, context, placeholder), "data-focus-key": focusKey(block, element),
    on: {
      change: (event) =>
        change(element, block, context, chosen(property, all.find((option) => option.value === event.target.value) ?? null)),
    },
  },
  h("option", { value: "", selected: !current, disabled: !context.field, hidden: !context.field }, placeholder),
  groups.map((group) => group.label
    ? h("optgroup", { label: plainText(group.label) }, group.options.map(draw))
    : group.options.map(draw)));
}

export function multi(element, block, context, groups, property) {
  const full = property === "selected_options";
  const all = groups.flatMap((group) => group.options);
  const held = context.values.get(block, element)[property] ?? [];
  const selected = full ? held : held.map((id) => all.find((option) => option.value === id) ?? plain(id, id));
  return renderPicker({
    placeholder: plainText(element.placeholder) || "Choose…",
    naming: naming(element, context, plainText(element.placeholder) || "Choose"),
    multiple: true,
    most: element.max_selected_items,
    selected,
    find: async (query) => groups.map((group) => ({
      ...group,
      options: group.options.filter((option) => plainText(option.text).toLowerCase().includes(query.toLowerCase())),
    })),
    changed: (options) =>
      change(element, block, context, { [property]: full ? options : options.map((option) => option.value) }),
  });
}

export function external(element, block, context, multiple) {
  const value = context.values.get(block, element);
  const selected = multiple ? value.selected_options : [value.selected_option].filter(Boolean);
  return renderPicker({
    placeholder: plainText(element.placeholder) || "Search…",
    naming: naming(element, context, plainText(element.placeholder) || "Search"),
    multiple,
    most: element.max_selected_items,
    least: element.min_query_length ?? 3,
    selected,
    find: async (query) => {
      const found = await context.options(block, element, query);
      return found.option_groups ?? [{ options: found.options ?? [] }];
    },
    changed: (options) =>
      change(element, block, context, multiple ? { selected_options: options } : { selected_option: options[0] ?? null }),
  });
}

// What a user has chosen or typed in the elements of one container, in the shape of Slack's
// `state.values`: {block_id: {action_id: {type, value | selected_option | …}}}.

const INITIAL = {
  plain_text_input: (e) => ({ value: e.initial_value ?? null }),
  number_input: (e) => ({ value: e.initial_value ?? null }),
  email_text_input: (e) => ({ value: e.initial_value ?? null }),
  url_text_input: (e) => ({ value: e.initial_value ?? null }),
  static_select: (e) => ({ selected_option: e.initial_option ?? null }),
  external_select: (e) => ({ selected_option: e.initial_option ?? null }),
  radio_buttons: (e) => ({ selected_option: e.initial_option ?? null }),
  checkboxes: (e) => ({ selected_options: e.initial_options ?? [] }),
  multi_static_select: (e) => ({ selected_options: e.initial_options ?? [] }),
  multi_external_select: (e) => ({ selected_options: e.initial_options ?? [] }),
  users_select: (e) => ({ selected_user: e.initial_user ?? null }),
  multi_users_select: (e) => ({ selected_users: e.initial_users ?? [] }),
  conversations_select: (e) => ({ selected_conversation: e.initial_conversation ?? null }),
  multi_conversations_select: (e) => ({ selected_conversations: e.initial_conversations ?? [] }),
  channels_select: (e) => ({ selected_channel: e.initial_channel ?? null }),
  multi_channels_select: (e) => ({ selected_channels: e.initial_channels ?? [] }),
  datepicker: (e) => ({ selected_date: e.initial_date ?? null }),
  timepicker: (e) => ({ selected_time: e.initial_time ?? null }),
  datetimepicker: (e) => ({ selected_date_time: e.initial_date_time ?? null }),
  file_input: () => ({ files: [] }),
};

export class Values {
  #held;

  /** `entered`: what the server already holds (a view's `state.values`). */
  constructor(entered = {}) {
    this.#held = structuredClone(entered);
  }

  /** The element's value, from its `initial_*` the first time. */
  get(block, element) {
    const held = this.#held[block.block_id]?.[element.action_id];
    if (held?.type === element.type) return held;
    const initial = INITIAL[element.type]?.(element);
    return initial ? this.set(block, element, initial) : {};
  }

  set(block, element, value) {
    const entry = { type: element.type, ...value };
    (this.#held[block.block_id] ??= {})[element.action_id] = entry;
    return entry;
  }

  /** The values of these blocks only: what a replaced view no longer shows is not sent. */
  of(blocks) {
    const values = {};
    for (const block of blocks) {
      for (const element of elementsOf(block)) {
        if (element.type in INITIAL) (values[block.block_id] ??= {})[element.action_id] = this.get(block, element);
      }
    }
    return values;
  }
}

const elementsOf = (block) => [block.element, block.accessory, ...(block.elements ?? [])].filter((e) => e?.action_id);

/** Whether nothing was entered. */
export function isEmpty({ type, ...value }) {
  const [content] = Object.values(value);
  return content === null || content === undefined || content === "" || (Array.isArray(content) && !content.length);
}

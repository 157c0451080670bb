// The emoji names that a chat workspace uses most; an unknown name stays as typed.

export const EMOJI = {
  "+1": "👍", thumbsup: "👍", "-1": "👎", thumbsdown: "👎", tada: "🎉", eyes: "👀", heart: "❤️",
  white_check_mark: "✅", heavy_check_mark: "✔️", ballot_box_with_check: "☑️", x: "❌",
  warning: "⚠️", rotating_light: "🚨", no_entry: "⛔", question: "❓", grey_question: "❔",
  exclamation: "❗", bulb: "💡", memo: "📝", pencil: "✏️", pencil2: "✏️", book: "📖", books: "📚",
  bookmark: "🔖", mortar_board: "🎓", school: "🏫", medal: "🏅", sports_medal: "🏅", trophy: "🏆",
  star: "⭐", star2: "🌟", sparkles: "✨", fire: "🔥", rocket: "🚀", zap: "⚡", 100: "💯",
  wave: "👋", clap: "👏", pray: "🙏", raised_hands: "🙌", ok_hand: "👌", muscle: "💪", point_right: "👉",
  point_down: "👇", point_up: "☝️", thinking_face: "🤔", smile: "😄", smiley: "😃", grinning: "😀",
  slightly_smiling_face: "🙂", wink: "😉", blush: "😊", joy: "😂", cry: "😢", disappointed: "😞",
  confused: "😕", tired_face: "😫", sunglasses: "😎", robot_face: "🤖", information_source: "ℹ️",
  mag: "🔍", mag_right: "🔎", link: "🔗", lock: "🔒", unlock: "🔓", key: "🔑", shield: "🛡️",
  calendar: "📅", date: "📅", clock1: "🕐", hourglass: "⌛", hourglass_flowing_sand: "⏳", stopwatch: "⏱️",
  alarm_clock: "⏰", bell: "🔔", no_bell: "🔕", moneybag: "💰", dollar: "💵", euro: "💶", credit_card: "💳",
  briefcase: "💼", chart_with_upwards_trend: "📈", bar_chart: "📊", clipboard: "📋", pushpin: "📌",
  paperclip: "📎", file_folder: "📁", page_facing_up: "📄", email: "📧", envelope: "✉️", speech_balloon: "💬",
  mega: "📣", loudspeaker: "📢", computer: "💻", hospital: "🏥", seedling: "🌱", herb: "🌿", leaves: "🍃",
  earth_africa: "🌍", globe_with_meridians: "🌐", gear: "⚙️", hammer_and_wrench: "🛠️", wrench: "🔧",
  package: "📦", gift: "🎁", coffee: "☕", repeat: "🔁", arrows_counterclockwise: "🔄",
  arrow_right: "➡️", arrow_left: "⬅️", arrow_up: "⬆️", arrow_down: "⬇️", heavy_plus_sign: "➕",
  heavy_minus_sign: "➖", large_green_circle: "🟢", large_yellow_circle: "🟡", large_orange_circle: "🟠",
  red_circle: "🔴", large_blue_circle: "🔵", white_circle: "⚪", black_circle: "⚫", green_heart: "💚",
  blue_heart: "💙", yellow_heart: "💛", label: "🏷️", checkered_flag: "🏁", test_tube: "🧪", compass: "🧭",
  one: "1️⃣", two: "2️⃣", three: "3️⃣", four: "4️⃣", five: "5️⃣",
};

export const QUICK_REACTIONS = ["+1", "-1", "heart", "tada", "eyes", "white_check_mark", "pray", "bulb"];

/** The glyph of an emoji name, or `:name:` when it is not known here. */
export const glyph = (name) => EMOJI[name.split("::")[0]] ?? `:${name}:`;

/** Replace `:name:` in plain text. */
export const emojify = (text) => text.replace(/:([a-z0-9_+-]+):/g, (whole, name) => EMOJI[name] ?? whole);

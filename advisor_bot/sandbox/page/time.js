// Message timestamps ("1732370000.000100": seconds since 1970) as people read them.

const clock = new Intl.DateTimeFormat(undefined, { hour: "2-digit", minute: "2-digit" });
const day = new Intl.DateTimeFormat(undefined, { weekday: "long", month: "long", day: "numeric" });
const full = new Intl.DateTimeFormat(undefined, { dateStyle: "full", timeStyle: "medium" });

const when = (ts) => new Date(Number(ts) * 1000);

export const clockTime = (ts) => clock.format(when(ts));
export const fullTime = (ts) => full.format(when(ts));
export const isoTime = (ts) => when(ts).toISOString();
export const dayKey = (ts) => when(ts).toDateString();

export function dayName(ts) {
  const today = new Date();
  if (dayKey(ts) === today.toDateString()) return "Today";
  today.setDate(today.getDate() - 1);
  return dayKey(ts) === today.toDateString() ? "Yesterday" : day.format(when(ts));
}

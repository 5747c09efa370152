// What the typed moments of a programme make of a day, by the rules of stages/domain/programme.py: a moment without an
// end lasts until the next one that begins later the same day, and the last one is open. Hours are minutes after
// midnight; a row is {title, day, isAllDay, start, end}, with null for an hour that is not given.

const HOUR = String.raw`(\d{1,2})\s*(?:[h:](?![a-zà-ÿ])\s*(\d{2})?)`;
const WHOLE_HOUR = new RegExp(String.raw`^(\d{1,2})(?::(\d{1,2})(?::\d{1,2})?|\s*h\s*(\d{1,2})?)$`, "i");
const HOURS = String.raw`(?:de\s+|à\s+)?${HOUR}(?:\s*(?:-|–|—|à|>)\s*${HOUR})?`;
const LINE = new RegExp(String.raw`^${HOURS}(?=$|[^\d])[\s:,–—-]*(.*)$`, "i");
const DAY = /^j(?:our)?\s*(\d{1,3})\b[\s:,–—-]*(.*)$/i;
const ALL_DAY = /^tout(?:e)?\s+(?:au\s+long\s+de\s+)?la\s+journ[ée]e[\s:,–—-]*(.*)$/i;

/** Minutes after midnight; null when nothing is typed, NaN when it is no hour. */
export function minutesOf(text) {
  const typed = text.trim();
  if (!typed) return null;
  const [, hours, after, minutes] = typed.match(WHOLE_HOUR) ?? [];
  return hours === undefined ? NaN : minutesAt(hours, after ?? minutes);
}

function minutesAt(hours, minutes = "0") {
  return Number(hours) < 24 && Number(minutes) < 60 ? Number(hours) * 60 + Number(minutes) : NaN;
}

/** « 9 h 15 » */
export function hourInWords(at) {
  const [hours, minutes] = [Math.floor(at / 60), at % 60];
  return minutes ? `${hours}\u00a0h\u00a0${String(minutes).padStart(2, "0")}` : `${hours}\u00a0h`;
}

/** « 09:15 », as the fields of a row take it; empty without an hour. */
export function hourInField(at) {
  return at === null ? "" : `${String(Math.floor(at / 60)).padStart(2, "0")}:${String(at % 60).padStart(2, "0")}`;
}

/** The row that a line says, « 9h30-10h15 Table ronde »; {error} in words when it says none. */
export function rowOf(line) {
  const row = { day: 1, isAllDay: false, start: null, end: null };
  let rest = line.trim().replace(/\s+/g, " ");
  const day = rest.match(DAY);
  if (day) [row.day, rest] = [Number(day[1]), day[2]];
  const allDay = rest.match(ALL_DAY);
  const timed = rest.match(LINE);
  if (allDay) {
    [row.isAllDay, rest] = [true, allDay[1]];
  } else if (timed) {
    row.start = minutesAt(timed[1], timed[2]);
    row.end = timed[3] === undefined ? null : minutesAt(timed[3], timed[4]);
    rest = timed[5];
  }
  row.title = rest.trim();
  return { ...row, error: errorOf(row) };
}

function errorOf({ title, day, start, end }) {
  if (Number.isNaN(start) || Number.isNaN(end)) return "Cette heure n’existe pas\u00a0: 9h30, 14h…";
  if (end !== null && end <= start) return "La fin doit venir après le début.";
  if (day < 1) return "Le premier jour de l’étape est le jour 1.";
  return title ? "" : "Tapez aussi l’intitulé du moment.";
}

/** Where a row stands among the others: by day, then by hour; what has none or lasts all day comes last. */
export function compare(one, other) {
  const rank = (row) => [row.day, row.isAllDay ? Infinity : (row.start ?? Infinity)];
  const [[day, at], [otherDay, otherAt]] = [rank(one), rank(other)];
  return day - otherDay || (at === otherAt ? 0 : at - otherAt);
}

/** The days of a programme, each with its slots in order: {row, start, end, isInferred}; end is null while open. */
export function daysOf(rows) {
  const numbers = [...new Set(rows.map((row) => row.day))].sort((one, other) => one - other);
  return numbers.map((number) => {
    const here = rows.filter((row) => row.day === number);
    const timed = here.filter((row) => !row.isAllDay && row.start !== null);
    timed.sort((one, other) => one.start - other.start);
    return {
      number,
      allDay: here.filter((row) => row.isAllDay),
      unscheduled: here.filter((row) => !row.isAllDay && row.start === null),
      slots: timed.map((row) => {
        const following = timed.find((other) => other.start > row.start)?.start ?? null;
        return { row, start: row.start, end: row.end ?? following, isInferred: row.end === null && following !== null };
      }),
    };
  });
}

/** The slots of a day that take place at once: {first, second, start, end}; end is null while neither has one. */
export function overlapsOf(day) {
  const found = [];
  day.slots.forEach((first, rank) => {
    for (const second of day.slots.slice(rank + 1)) {
      if (first.end !== null && second.start >= first.end) continue;
      const ends = [first.end, second.end].filter((end) => end !== null);
      found.push({ first, second, start: second.start, end: ends.length ? Math.min(...ends) : null });
    }
  });
  return found;
}

/** The times of a day for which nothing is planned: {start, end, before}, where `before` is the slot that follows. */
export function gapsOf(day) {
  const found = [];
  let busyUntil = 0;
  day.slots.slice(1).forEach((slot, rank) => {
    const { end } = day.slots[rank];
    busyUntil = Math.max(busyUntil, end ?? 0);
    if (end !== null && busyUntil < slot.start) found.push({ start: busyUntil, end: slot.start, before: slot });
  });
  return found;
}

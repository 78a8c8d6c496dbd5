import { Temporal } from 'temporal-polyfill';

/** The instant and time zone from which words such as `tomorrow` count. */
export interface WordBasis {
  readonly now: Temporal.Instant;
  /** IANA name. */
  readonly timeZone: string;
}

const WEEKDAYS = ['monday', 'tuesday', 'wednesday', 'thursday', 'friday', 'saturday', 'sunday'];
const TIME = /^(?:[01]\d|2[0-3]):[0-5]\d$/;
const DATE = /^\d{4}-\d\d-\d\d$/;
const DATE_AND_TIME = /^(\d{4}-\d\d-\d\d)[t ](\d\d:\d\d)$/;
const LONGEST = 40;

/**
 * The instant that words mean in the time zone of the basis; `undefined` for any other text, such as a complete instant. Valid
 * texts:
 * - `PT48H`, `P2D`: from now on; a day has 24 hours
 * - `18:00`: the next time that the wall clock shows it
 * - `tomorrow 18:00`, `tuesday 18:00`, `tue 18:00`: on the next such day, after now
 * - `2026-03-05 18:00`
 * - `tomorrow`, `tuesday`, `2026-03-05`: the beginning of that day
 *
 * A time in a gap moves later by the gap's length; of a time that occurs twice, the first counts.
 */
export function momentInWords(text: string, basis: WordBasis): Temporal.Instant | undefined {
  const words = text.trim().toLowerCase();
  if (words.length > LONGEST) return undefined;
  try {
    if (words.startsWith('p')) return afterSpan(words.toUpperCase(), basis);
    return onDate(words, basis) ?? onNamedDay(words, basis);
  } catch (error) {
    // A date or duration that does not exist, such as 2026-02-30.
    if (error instanceof RangeError) return undefined;
    throw error;
  }
}

function afterSpan(span: string, { now }: WordBasis): Temporal.Instant {
  const { weeks, days, hours, minutes, seconds, sign, years, months } = Temporal.Duration.from(span);
  if (sign < 0 || years !== 0 || months !== 0) throw new RangeError('only spans of weeks and less from now on');
  return now.add({ hours: (weeks * 7 + days) * 24 + hours, minutes, seconds });
}

function onDate(words: string, basis: WordBasis): Temporal.Instant | undefined {
  if (DATE.test(words)) return instantAt(Temporal.PlainDate.from(words), undefined, basis);
  const [, date, time] = DATE_AND_TIME.exec(words) ?? [];
  return date === undefined ? undefined : instantAt(Temporal.PlainDate.from(date), time, basis);
}

function onNamedDay(words: string, basis: WordBasis): Temporal.Instant | undefined {
  const [first = '', second, ...rest] = words.split(/ +/);
  if (rest.length > 0 || (second !== undefined && !TIME.test(second))) return undefined;
  const today = basis.now.toZonedDateTimeISO(basis.timeZone).toPlainDate();
  if (TIME.test(first)) return second === undefined ? nextOf([0, 1], first, { ...basis, today }) : undefined;
  if (first === 'today') return second === undefined ? undefined : instantAt(today, second, basis);
  if (first === 'tomorrow') return instantAt(today.add({ days: 1 }), second, basis);
  return onWeekday(first, second, { ...basis, today });
}

interface Today extends WordBasis {
  readonly today: Temporal.PlainDate;
}

function onWeekday(name: string, time: string | undefined, basis: Today): Temporal.Instant | undefined {
  const weekday = WEEKDAYS.findIndex((full) => full === name || full.slice(0, 3) === name) + 1;
  if (weekday === 0) return undefined;
  const days = (weekday - basis.today.dayOfWeek + 7) % 7;
  return nextOf([days, days + 7], time, basis);
}

function nextOf(
  days: readonly number[],
  time: string | undefined,
  { today, ...basis }: Today,
): Temporal.Instant | undefined {
  return days
    .map((count) => instantAt(today.add({ days: count }), time, basis))
    .find((instant) => Temporal.Instant.compare(basis.now, instant) < 0);
}

function instantAt(date: Temporal.PlainDate, time: string | undefined, { timeZone }: WordBasis): Temporal.Instant {
  if (time === undefined) return date.toZonedDateTime(timeZone).toInstant();
  return date.toZonedDateTime({ timeZone, plainTime: Temporal.PlainTime.from(time) }).toInstant();
}

import * as z from 'zod';

const DATE = /^\d{4}-\d\d-\d\d$/;

/** At most nine decimals of a second, as `Temporal.Instant` accepts. */
const FINE = /^(?:[^.]*|[^.]*\.\d{1,9}\D.*)$/;

/** In other years, time zones are guesses, and adding an offset or a span may leave the range of valid moments. */
const YEARS = /^(?:19|20|21)\d\d-/;

const INSTANT = z.iso.datetime({ offset: true }).regex(FINE);
const INSTANT_OF_MINUTE = z.iso.datetime({ offset: true, precision: -1 });

const INSTANT_OR_DATE = z.union(
  [INSTANT, INSTANT_OF_MINUTE, z.iso.date()],
  'a moment such as 2026-03-02T08:00:00Z is expected, or a date in UTC',
);

/**
 * A moment in a parameter, as in RFC 3339, with or without seconds; a date alone is the start of that day in UTC. Handlers
 * get a text that `Temporal.Instant.from` accepts.
 */
export const INSTANT_PARAM = INSTANT_OR_DATE.refine(
  (text) => YEARS.test(text),
  'a moment of the years 1900 to 2199 is expected',
)
  .transform((text) => (DATE.test(text) ? `${text}T00:00:00Z` : text))
  .describe(
    'A moment of the years 1900 to 2199 such as `2026-03-02T08:00:00Z`; a date alone is the beginning of that day in UTC.',
  );

/** The same for an end of a requested span: a moment outside those years becomes 1900-01-01 or 2199-12-31, at 00:00 UTC. */
export const SPAN_END_PARAM = INSTANT_OR_DATE.transform((text) => {
  if (YEARS.test(text)) return DATE.test(text) ? `${text}T00:00:00Z` : text;
  return text < '1900' ? '1900-01-01T00:00:00Z' : '2199-12-31T00:00:00Z';
}).describe(
  'A moment such as `2026-03-02T08:00:00Z`; a date alone is the beginning of that day in UTC. One before 1900 counts as 1900-01-01, one after 2199 as 2199-12-31, at 00:00 UTC.',
);

interface Span {
  readonly from?: string | undefined;
  readonly to?: string | undefined;
}

/** Does a span begin before it ends, as far as both are given? The two parameters must have been validated. */
export function beginsBeforeItEnds({ from, to }: Span): boolean {
  return from === undefined || to === undefined || Date.parse(from) < Date.parse(to);
}

/** The fault if it does not: such a span has nothing in it, and an empty answer would say that nothing happened. */
export const ENDS_FIRST = { path: ['from'], message: 'a moment before `to` is expected' };

/** A date in a parameter, such as `2026-12-24`. */
export const DATE_PARAM = z.iso.date('a date such as "2026-12-24" is expected');

/** A duration in a parameter, such as `PT15M`: positive, in days and smaller units. `Temporal.Duration.from` accepts it. */
export const SPAN_PARAM = z
  .string()
  .regex(
    /^P(?=.*[1-9])(?=\d|T\d)(?:\d{1,6}D)?(?:T(?=\d)(?:\d{1,6}H)?(?:\d{1,6}M)?(?:\d{1,6}(?:\.\d{1,9})?S)?)?$/i,
    'a time span such as PT15M is expected',
  );

const TIME = String.raw`(?:[01]\d|2[0-3]):[0-5]\d`;
const DAY = '(?:mon|tues?|wed(?:nes)?|thu(?:rs)?|fri|sat(?:ur)?|sun)(?:day)?|tomorrow';

/** The accepted words; `src/core/time/moment-in-words.ts` parses them. */
const WORDS = new RegExp(
  String.raw`^(?:P[\dTWDHMS.]+|\d{4}-\d\d-\d\d(?:[T ]${TIME})?|${TIME}|(?:${DAY})(?: +${TIME})?|today +${TIME})$`,
  'i',
);

const WORDS_MESSAGE =
  'a moment is expected: "2026-12-25T10:00:00+01:00", or words such as "tuesday 18:00", "tomorrow", "PT48H" or a date';

/** A moment in a body: with its offset, or in words that count in the time zone of the pool. */
export const MOMENT_IN_WORDS = z
  .union([INSTANT, INSTANT_OF_MINUTE, z.string().regex(WORDS)], WORDS_MESSAGE)
  .meta({ examples: ['2026-12-25T10:00:00+01:00', 'tuesday 18:00', 'PT48H', '2026-12-25'] });

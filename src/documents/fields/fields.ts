import { Temporal } from 'temporal-polyfill';
import * as z from 'zod';
import { LONGEST_GLOB } from '../../core/glob.ts';
import { remember } from '../../core/remember.ts';
import { isTimeOfDay } from '../../core/rules/moment.ts';
import type { Amount } from '../../core/schedule/amount.ts';
import type { Capacity } from '../../core/schedule/schedule.ts';
import { zoneClock } from '../../core/time/zone-clock.ts';
import { namedZone } from './named-zone.ts';

/** The id of a document, used in addresses and in the metadata of pools. */
export const DOCUMENT_ID = z
  .string('an id is expected')
  .regex(
    /^[A-Za-z0-9][A-Za-z0-9_-]{0,63}$/,
    'an id has 1 to 64 letters, digits, hyphens and underscores, the first no hyphen or underscore',
  )
  .describe('1 to 64 letters, digits, hyphens and underscores; as in the address.');

/** The address of the JSON Schema for editors; it is stored, and otherwise ignored. */
export const EDITOR_SCHEMA = z
  .string('the address of a JSON Schema is expected')
  .max(2000, 'at most 2000 characters')
  .describe('The address of this JSON Schema, for editors.')
  .optional();

/**
 * Matches texts without marks, embeddings, overrides and isolates of the bidirectional algorithm: a text with one may look
 * like another.
 * https://www.unicode.org/reports/tr36/#Bidirectional_Text_Spoofing
 */
export const READS_AS_WRITTEN = /^[^\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]*$/u;

/** The description of a document. */
export const DESCRIPTION = z
  .string('a text is expected')
  .max(1000, 'at most 1000 characters')
  .regex(READS_AS_WRITTEN, 'a text has no character that changes the direction in which it is read')
  .describe('For people.')
  .optional();

/** The name of a part of a document; reasons quote it, on one line. */
export const NAME = z
  .string('a name is expected')
  .min(1, 'a name is expected')
  .max(100, 'at most 100 characters')
  .regex(/^[^\p{Cc}\u2028\u2029]*$/u, 'a name is one line')
  .regex(READS_AS_WRITTEN, 'a name has no character that changes the direction in which it is read');

/** A text in which `*` matches any run of characters. */
export const GLOB = z
  .string('a text is expected')
  .min(1, 'a text is expected')
  .max(LONGEST_GLOB, `at most ${LONGEST_GLOB} characters`);

/** A number of nodes, or a share of the pool such as `25%`. */
export const AMOUNT = z
  .custom<number | string>(isAmount, 'a number of nodes from 0 on, or a share from "0%" to "100%", is expected')
  .meta({
    anyOf: [
      { type: 'integer', minimum: 0, maximum: 100_000 },
      { type: 'string', pattern: String.raw`^(?:0?\d{1,2}(?:\.\d{1,6})?|100(?:\.0{1,6})?)%$` },
    ],
    examples: [10, '50%', '100%'],
  });

function isAmount(value: unknown): boolean {
  if (typeof value === 'number') return Number.isInteger(value) && value >= 0 && value <= 100_000;
  return typeof value === 'string' && /^\d{1,3}(?:\.\d{1,6})?%$/.test(value) && Number.parseFloat(value) <= 100;
}

/** How many nodes must be ready and may be allocated. */
export const CAPACITY = z
  .strictObject(
    {
      min: AMOUNT.describe(
        'How many nodes must be ready: a number, or a share of the dedicated nodes such as "50%", rounded up where there is a fraction of a node.',
      ).default(0),
      max: AMOUNT.nullish().describe(
        'How many nodes may be allocated: a number or a share; no limit without it. 0 turns everything off that does not work.',
      ),
    },
    'a capacity such as { "min": 2, "max": 10 } is expected',
  )
  .refine(({ min, max }) => !isBelow(max, min), { path: ['max'], message: 'the maximum is below the minimum' });

/** An ISO 8601 duration of up to a week, such as `PT20M`. */
export const SPAN = z
  .string('a span of time such as "PT20M" is expected')
  .refine(isSpan, {
    message: 'a span of time from PT0S to P7D is expected, such as "PT20M"; no months or years',
  })
  .meta({
    pattern: String.raw`^\+?[Pp](?=.)(?:\d+[Ww])?(?:\d+[Dd])?(?:[Tt](?=.)(?:\d+(?:[.,]\d{1,9})?[Hh])?(?:\d+(?:[.,]\d{1,9})?[Mm])?(?:\d+(?:[.,]\d{1,9})?[Ss])?)?$`,
    examples: ['PT20M', 'PT1H30M', 'P1D'],
  });

/** A date such as `2026-12-24`. */
export const DATE = z
  .string('a date is expected')
  .refine((text) => /^\d{4}-\d\d-\d\d$/.test(text) && isParsed(() => Temporal.PlainDate.from(text)), {
    message: 'a date such as "2026-12-24" is expected',
  })
  .meta({ format: 'date', pattern: String.raw`^\d{4}-\d\d-\d\d$`, examples: ['2026-12-24'] });

/** A time of day such as `08:30`. */
export const TIME = z
  .string('a time of day is expected')
  .regex(/^(?:[01]\d|2[0-3]):[0-5]\d$/, 'a time of day from 00:00 to 23:59 is expected, such as "08:30"');

/** The time of day at which something ends; `24:00` is the end of the day. */
export const END_TIME = z
  .string('a time of day is expected')
  .regex(/^(?:(?:[01]\d|2[0-3]):[0-5]\d|24:00)$/, 'a time of day from 00:00 to 24:00 is expected, such as "18:30"');

/** An instant such as `2026-12-25T10:00:00+01:00`: a time with its offset, in the years 0000 to 9999. */
export const INSTANT = instantOrElse('a moment with its offset is expected, such as "2026-12-25T10:00:00+01:00"');

/** The instant of a directive of a pool. People may write it in words, which are replaced before it is validated. */
export const INSTANT_OF_DIRECTIVE = instantOrElse(
  'a moment is expected: "2026-12-25T10:00:00+01:00", or words such as "tuesday 18:00", "tomorrow", "PT48H" or a date',
);

function instantOrElse(message: string) {
  return z
    .string('a moment is expected')
    .refine((text) => /^\d{4}-/.test(text) && isParsed(() => Temporal.Instant.from(text)), { message })
    .meta({
      pattern: String.raw`^\d{4}-\d\d-\d\d[Tt ]\d\d[\d:.,]*(?:[Zz]|[+-]\d\d[\d:.,]*)(?:\[.*\])?$`,
      examples: ['2026-12-25T10:00:00+01:00', '2026-12-25T09:00:00Z'],
    });
}

/** The instant of a member of a document that may be invalid; `undefined` if it is none. */
export function instantIn(document: unknown, member: string): Temporal.Instant | undefined {
  if (typeof document !== 'object' || document === null || !Object.hasOwn(document, member)) return undefined;
  const { data } = INSTANT.safeParse((document as Readonly<Record<string, unknown>>)[member]);
  return data === undefined ? undefined : Temporal.Instant.from(data);
}

/** A moment: an instant, a duration from now on, or the next time of day in a time zone. */
export const MOMENT = z
  .string('a moment is expected')
  .refine((text) => isTimeOfDay(text) || (/^\+?P/i.test(text) ? isSpan(text) : INSTANT.safeParse(text).success), {
    message:
      'a moment such as "2026-12-25T10:00:00+01:00", a span such as "PT4H" or a time of day such as "06:00" is expected',
  })
  .meta({ examples: ['2026-12-25T10:00:00+01:00', 'PT4H', '06:00'] });

/** An IANA time zone. */
export const TIME_ZONE = z
  .string('a time zone is expected')
  .refine(isTimeZone, { error: ({ input }) => whyNoTimeZone(String(input)) })
  .meta({
    pattern: '^[A-Za-z][A-Za-z0-9_+/-]*$',
    examples: ['Europe/Berlin', 'America/New_York', 'Asia/Tokyo', 'Etc/UTC'],
  });

/** A duration in milliseconds, because an instant accepts no days; a week is seven times 24 hours here. */
export function toSpan(text: string): Temporal.Duration {
  return Temporal.Duration.from({ milliseconds: Math.round(millisecondsIn(text)) });
}

/** The time of day in a valid text; 24:00 is 00:00 of the next day. Each of the 1,441 times is created once. */
export const toTime = remember(
  (time: string) => new Temporal.PlainTime(Number(time.slice(0, 2)) % 24, Number(time.slice(3))),
  1441,
);

export function toAmount(amount: z.infer<typeof AMOUNT>): Amount {
  return typeof amount === 'number'
    ? { kind: 'nodes', nodes: amount }
    : { kind: 'share', percent: Number.parseFloat(amount) };
}

export function toCapacity({ min, max }: z.infer<typeof CAPACITY>): Capacity {
  return { min: toAmount(min), max: max === undefined || max === null ? undefined : toAmount(max) };
}

/** Two amounts can be compared only if both are numbers or both are shares. */
function isBelow(max: z.infer<typeof AMOUNT> | null | undefined, min: z.infer<typeof AMOUNT>): boolean {
  if (max === undefined || max === null || typeof max !== typeof min) return false;
  return Number.parseFloat(String(max)) < Number.parseFloat(String(min));
}

function isParsed(parse: () => unknown): boolean {
  try {
    parse();
    return true;
  } catch {
    return false;
  }
}

function isSpan(text: string): boolean {
  try {
    const { years, months } = Temporal.Duration.from(text);
    const hours = millisecondsIn(text) / 3_600_000;
    return years === 0 && months === 0 && hours >= 0 && hours <= 7 * 24;
  } catch {
    return false;
  }
}

/** A week is seven days and a day is 24 hours, regardless of clock changes. */
function millisecondsIn(text: string): number {
  const { weeks, days, ...rest } = partsOf(Temporal.Duration.from(text));
  return Temporal.Duration.from({ ...rest, hours: rest.hours + (weeks * 7 + days) * 24 }).total('milliseconds');
}

function partsOf({ weeks, days, hours, minutes, seconds, milliseconds }: Temporal.Duration) {
  return { weeks, days, hours, minutes, seconds, milliseconds };
}

function whyNoTimeZone(name: string): string {
  const named = namedZone(name);
  return named === undefined
    ? 'an IANA time zone is expected, such as "Europe/Berlin"; a fixed offset knows no clock changes'
    : `"${name}" is the name of a time zone in ${named.namedBy}; an IANA time zone is expected: write "${named.zone}"`;
}

function isTimeZone(name: string): boolean {
  return /^[A-Za-z]/.test(name) && isParsed(() => zoneClock(name));
}

import { rememberOf } from '../../core/remember.ts';
import { readingBudget } from '../../core/schedule/exception-spans.ts';
import type { Schedule } from '../../core/schedule/schedule.ts';
import type { Parsed } from '../../documents/fields/parsed.ts';
import { type CalendarsAtHand, calendarsNamedBy, NO_CALENDARS } from '../../documents/schedules/calendars-at-hand.ts';
import { parseSavedSchedule, parseSchedule } from '../../documents/schedules/schedule-document.ts';
import { type Attempt, GivenUp, type HasAttempts } from '../../ports/attempts.ts';
import type { HasCalendars } from '../../ports/calendars.ts';
import type { HasClock } from '../../ports/clock.ts';
import { sha256 } from '../../ports/sha256.ts';

type Sources = HasCalendars & HasClock;

/**
 * Parses a schedule document that a person has written, with the calendars that it names, and reports every fault. Calendars
 * whose fetch has failed recently are fetched again, because a person waits for the answer.
 */
export async function readNewSchedule(sources: Sources, value: unknown): Promise<Parsed<Schedule>> {
  return parseSchedule(value, await calendarsFor(sources, value, true));
}

/** Parses a saved schedule document, with the current copies of its calendars. */
export async function readSavedSchedule(sources: Sources, value: unknown): Promise<Parsed<Schedule>> {
  return parseSavedSchedule(value, await calendarsFor(sources, value, false));
}

/**
 * Parses several saved schedule documents, in order, within one step budget. Each has a first share of steps of its own, so a
 * schedule with large calendars exhausts only its own share. A schedule that has crashed the process twice is not parsed again
 * until it or one of its calendars changes.
 */
export async function readSavedSchedules(
  sources: Sources & HasAttempts,
  values: readonly unknown[],
): Promise<readonly Parsed<Schedule>[]> {
  const calendars = await Promise.all(values.map((value) => calendarsFor(sources, value, false)));
  const whole = readingBudget();
  const read: Parsed<Schedule>[] = [];
  for (const [index, value] of values.entries()) {
    const atHand = calendars[index] ?? NO_CALENDARS;
    const parse = () => parseSavedSchedule(value, atHand, whole);
    // Without calendars, the length of a schedule bounds the work.
    const parsed =
      atHand === NO_CALENDARS ? parsedAlone(value) : await sources.attempts.attempt(readingOf(value, atHand), parse);
    read.push(parsed instanceof GivenUp ? { ok: false, faults: [{ path: '$', message: parsed.message }] } : parsed);
  }
  return read;
}

/** The meaning of a schedule without calendars depends on its text alone. */
function parsedAlone(value: unknown): Parsed<Schedule> {
  return typeof value === 'object' && value !== null ? parsedOnce(value) : parseSavedSchedule(value, NO_CALENDARS);
}

const parsedOnce = rememberOf((value: object) => parseSavedSchedule(value, NO_CALENDARS));

function readingOf(value: unknown, { of }: CalendarsAtHand): Attempt {
  const texts = calendarsNamedBy(value).map((said) => {
    const reading = of(said);
    return reading.ok ? `${reading.text} ${reading.newer?.text ?? ''}` : reading.fault;
  });
  const id = (value as { readonly id?: unknown } | undefined)?.id;
  return {
    key: `schedule ${sha256(JSON.stringify([value, texts]))}`,
    what: `reading the schedule "${id}"`,
  };
}

/**
 * Reads the calendars that a schedule names, whatever else is wrong with it. A schedule without calendars does not read the
 * clock.
 */
async function calendarsFor(
  { calendars, clock }: Sources,
  schedule: unknown,
  insist: boolean,
): Promise<CalendarsAtHand> {
  const named = calendarsNamedBy(schedule);
  if (named.length === 0) return NO_CALENDARS;
  const readings = await Promise.all(named.map((said) => calendars.read(said, insist)));
  const byName = new Map(named.map((said, index) => [said, readings[index]]));
  return { at: await clock.now(), of: (said) => byName.get(said) ?? NO_CALENDARS.of(said) };
}

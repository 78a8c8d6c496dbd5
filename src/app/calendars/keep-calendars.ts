import { Temporal } from 'temporal-polyfill';
import { KeptByWeight } from '../../core/remember.ts';
import type { CalendarReading } from '../../core/schedule/calendar-reading.ts';
import { isBefore } from '../../core/time/instants.ts';
import { type CalendarUnfitness, calendarFault } from '../../documents/calendars/calendar.ts';
import { type CalendarSource, calendarName, calendarSource } from '../../documents/calendars/calendar-source.ts';
import { type Attempts, GivenUp, type HasAttempts } from '../../ports/attempts.ts';
import type { CalendarCopies, CalendarCopy, CalendarOrigin, Calendars } from '../../ports/calendars.ts';
import type { Clock } from '../../ports/clock.ts';
import { sha256 } from '../../ports/sha256.ts';

/** How long after a successful fetch a calendar is fetched again. */
const REFRESH = Temporal.Duration.from({ hours: 6 });

/** How long after a failed fetch it is fetched again. */
const RETRY = Temporal.Duration.from({ minutes: 5 });

/**
 * The most characters of calendars that a process caches. Each preview and dry run may name another address, and a calendar has
 * up to 1 MiB.
 */
const MOST_CACHED = 16 * 1024 * 1024;

/** What an entry without a text weighs, in characters. */
const ENTRY_WEIGHT = 1000;

/** The ports that keepCalendars uses. */
export interface CalendarKeeping extends HasAttempts {
  readonly origin: CalendarOrigin;
  readonly copies: CalendarCopies;
  readonly clock: Clock;
  /** The most characters to cache, if they are fewer than usual. */
  readonly mostCached?: number;
}

type Address = CalendarSource & { readonly kind: 'address' };

/**
 * Serves calendars from their last good copies. All processes together fetch an address at most every six hours, and each
 * process caches the results that it used last. A new text replaces the copy only if it is a calendar that can be expanded.
 */
export function keepCalendars(keeping: CalendarKeeping): Calendars {
  const remembered = new KeptByWeight<string, CalendarCopy>(keeping.mostCached ?? MOST_CACHED, weightOf);
  const underWay = new Map<string, Promise<CalendarCopy>>();
  const lookUp = async (source: Address, insist: boolean): Promise<CalendarCopy> => {
    const { href } = source.address;
    const now = await keeping.clock.now();
    const known = remembered.get(href);
    if (known !== undefined && isCurrent(known, now, insist)) return known;
    const stored = await keeping.copies.get(href);
    const found =
      stored !== undefined && isCurrent(stored, now, insist) ? stored : await refresh(keeping, source, { stored, now });
    remembered.add(href, found);
    return found;
  };
  const once = (source: Address, insist: boolean): Promise<CalendarCopy> => {
    const key = `${insist} ${source.address.href}`;
    const looking = underWay.get(key) ?? lookUp(source, insist).finally(() => underWay.delete(key));
    underWay.set(key, looking);
    return looking;
  };
  return {
    read: async (said, insist = false) => {
      const source = calendarSource(said);
      if (source.kind === 'fault') return { ok: false, fault: source.fault };
      if (source.kind === 'text') return { ok: true, text: source.text, note: undefined };
      return source.kind === 'file' ? readFile(keeping, source.file) : toReading(source, await once(source, insist));
    },
    copies: () => keeping.copies.list(),
    sweep: (before, named) => keeping.copies.sweep(before, named),
  };
}

function weightOf({ address, text = '', fault = '', newer }: CalendarCopy): number {
  return ENTRY_WEIGHT + address.length + text.length + fault.length + (newer?.text.length ?? 0);
}

/** After the clock was set back, nothing counts as current. */
function isCurrent({ triedAt, fault }: CalendarCopy, now: Temporal.Instant, insist: boolean): boolean {
  if (isBefore(now, triedAt) || (insist && fault !== undefined)) return false;
  return isBefore(now, triedAt.add(fault === undefined ? REFRESH : RETRY));
}

async function refresh(
  { origin, copies, attempts }: CalendarKeeping,
  { address }: Address,
  { stored, now }: { readonly stored: CalendarCopy | undefined; readonly now: Temporal.Instant },
): Promise<CalendarCopy> {
  const before = stored ?? { ...NOTHING_KEPT, address: address.href };
  const answer = await origin.fetch(address, before.text === undefined ? undefined : before);
  const isTooLarge = answer.kind === 'text' && !copies.fits(answer.text);
  const usable = isTooLarge ? { kind: 'failed' as const, reason: 'its content is too large to be stored' } : answer;
  const unfit = usable.kind === 'text' ? await unfitness(attempts, usable.text, now) : undefined;
  const copy = { ...after(before, usable, { now, unfit, fits: copies.fits }), triedAt: now };
  await copies.put(copy);
  return copy;
}

const NOTHING_KEPT = {
  text: undefined,
  fetchedAt: undefined,
  etag: undefined,
  lastModified: undefined,
  fault: undefined,
} as const;

type Untried = Omit<CalendarCopy, 'triedAt'>;

/** A text that has crashed the process twice is not parsed a third time. */
async function unfitness(
  attempts: Attempts,
  text: string,
  at: Temporal.Instant,
): Promise<CalendarUnfitness | undefined> {
  const attempt = { key: `calendar ${sha256(text)}`, what: 'reading it' };
  const found = await attempts.attempt(attempt, () => calendarFault(text, at));
  return found instanceof GivenUp ? { reason: found.message, isPartial: false } : found;
}

interface Fetching {
  readonly now: Temporal.Instant;
  readonly unfit: CalendarUnfitness | undefined;
  readonly fits: CalendarCopies['fits'];
}

function after(
  before: Untried,
  answer: Awaited<ReturnType<CalendarOrigin['fetch']>>,
  { now, unfit, fits }: Fetching,
): Untried {
  if (answer.kind === 'failed') return { ...before, fault: answer.reason };
  if (answer.kind === 'unchanged') return { ...before, fetchedAt: now, fault: undefined, newer: undefined };
  const { text, etag, lastModified } = answer;
  if (unfit !== undefined) {
    const failed = { ...before, fault: `its content cannot be used: ${unfit.reason}` };
    const isKept = unfit.isPartial && fits(`${before.text ?? ''}${text}`);
    return isKept ? { ...failed, newer: { text, fetchedAt: now } } : failed;
  }
  return { address: before.address, text, etag, lastModified, fetchedAt: now, fault: undefined };
}

function toReading(source: Address, { text, fetchedAt, triedAt, fault, newer }: CalendarCopy): CalendarReading {
  const name = calendarName(source);
  const noteOn = (at: Temporal.Instant | undefined) =>
    `the calendar ${name} is a copy of ${shown(at)}, because ${fault}`;
  const isOld = newer !== undefined && isBefore(newer.fetchedAt, triedAt);
  const later = newer && { text: newer.text, note: isOld ? noteOn(newer.fetchedAt) : undefined };
  // The caller that names unreadable events gets the reason.
  if (text === undefined && later !== undefined) return { ok: true, ...later };
  if (text === undefined) return { ok: false, fault: `the calendar ${name} could not be fetched: ${fault}` };
  const note = fault === undefined ? undefined : noteOn(fetchedAt);
  return { ok: true, text, note, ...(later !== undefined && { newer: later }) };
}

/** To the minute, for people. */
function shown(instant: Temporal.Instant | undefined): string {
  return instant === undefined ? 'an unknown time' : instant.toString({ smallestUnit: 'minute' });
}

/** Files are deployed with the app, so there are no copies of them. */
async function readFile({ origin, clock, attempts }: CalendarKeeping, file: string): Promise<CalendarReading> {
  const answer = await origin.readFile(file);
  if (answer.kind !== 'text') {
    const reason = answer.kind === 'failed' ? answer.reason : 'it has no text';
    return { ok: false, fault: `the calendar ${file} could not be read: ${reason}` };
  }
  const unfit = await unfitness(attempts, answer.text, await clock.now());
  // A file of which only a part is readable is accepted here. A caller that needs all of it gets the reason when it expands the
  // calendar.
  if (unfit !== undefined && !unfit.isPartial)
    return { ok: false, fault: `the calendar ${file} cannot be used: ${unfit.reason}` };
  return { ok: true, text: answer.text, note: undefined };
}

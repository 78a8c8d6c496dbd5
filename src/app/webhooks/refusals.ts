import type { Temporal } from 'temporal-polyfill';
import type { AuditEntry } from '../../core/audit/record.ts';
import { deliveryRefused, webhookValidated } from '../../core/audit/webhook-events.ts';
import type { HasAuditWriter } from '../../ports/audit.ts';
import type { HasClock, HasWallClock } from '../../ports/clock.ts';
import type { HasNewCorrelation } from '../../ports/names.ts';
import type { Refusals } from '../../ports/refusals.ts';

/**
 * How many refused deliveries of a source have a record of their own in each process and hour. One more record counts the
 * others.
 */
const MOST_AN_HOUR = 10;

/** How many events of a source each process handles in an hour. */
export const EVENTS_AN_HOUR = 2_000;

/** How many of the events that no rule matches have a record of their own. */
export const IGNORED_AN_HOUR = 100;

type LedgerPorts = HasAuditWriter & HasClock & HasWallClock & HasNewCorrelation;

interface Hour {
  readonly from: Temporal.Instant;
  records: number;
  events: number;
  ignored: number;
  /** Refusals and handshakes without a record of their own, by word. */
  readonly others: Map<string, number>;
}

/** Counts the refusals of this process. */
export function countRefusals(ports: LedgerPorts): Refusals {
  const hours = new Map<string, Hour>();

  async function write(source: string, count: (hour: Hour, common: Common) => readonly AuditEntry[]): Promise<void> {
    const [wall, at] = await Promise.all([ports.wallClock.now(), ports.clock.now()]);
    const common = { at, source, correlation: ports.newCorrelation() };
    // Nothing is awaited from here to the end of the counting, so concurrent refusals are all counted.
    const last = hours.get(source);
    const isOver = last !== undefined && last.from.until(wall).total('hours') >= 1;
    const hour =
      last === undefined || isOver ? { from: wall, records: 0, events: 0, ignored: 0, others: new Map() } : last;
    hours.set(source, hour);
    const summary = isOver ? summaryOf(last, common) : [];
    const entries = [...summary, ...count(hour, common)];
    if (entries.length > 0) await ports.audit.append(entries);
  }

  async function within(source: string, kind: 'events' | 'ignored', { most, word }: Limit): Promise<boolean> {
    let isWithin = false;
    await write(source, (hour, common) => {
      isWithin = hour[kind] < most;
      if (isWithin) hour[kind] += 1;
      // The first one records that the source is over its limit.
      else if (!hour.others.has(word)) return firstOf(hour, word, common);
      else countOther(hour, word);
      return [];
    });
    return isWithin;
  }

  return {
    refused: (source, reason) =>
      write(source, (hour, common) => singleIn(hour, { word: reason, reason, entryOf: deliveryRefused }, common)),
    validated: (source, reason) =>
      write(source, (hour, common) => singleIn(hour, { word: 'validated', reason, entryOf: webhookValidated }, common)),
    admits: (source) => within(source, 'events', { most: EVENTS_AN_HOUR, word: 'TooManyEvents' }),
    recordsIgnored: (source) => within(source, 'ignored', { most: IGNORED_AN_HOUR, word: 'ignored' }),
    settle: async (source) => {
      if ((hours.get(source)?.others.size ?? 0) > 0) await write(source, () => []);
    },
  };
}

interface Limit {
  readonly most: number;
  readonly word: string;
}

function firstOf(hour: Hour, word: string, common: Common): readonly AuditEntry[] {
  countOther(hour, word);
  return [deliveryRefused({ ...common, reason: word })];
}

function countOther({ others }: Hour, word: string): void {
  others.set(word, (others.get(word) ?? 0) + 1);
}

interface Common {
  readonly at: Temporal.Instant;
  readonly source: string;
  readonly correlation: string;
}

interface Event {
  /** One of few words, under which it is counted. The reason may contain what the sender wrote. */
  readonly word: string;
  readonly reason: string;
  readonly entryOf: (entry: Common & { readonly reason: string }) => AuditEntry;
}

function singleIn(hour: Hour, { word, reason, entryOf }: Event, common: Common): readonly AuditEntry[] {
  if (hour.records < MOST_AN_HOUR) {
    hour.records += 1;
    return [entryOf({ ...common, reason })];
  }
  countOther(hour, word);
  return [];
}

function summaryOf({ from, others }: Hour, common: Common): readonly AuditEntry[] {
  const count = others.values().reduce((sum, one) => sum + one, 0);
  if (count === 0) return [];
  const after = { since: from.toString(), count, reasons: Object.fromEntries(others) };
  return [deliveryRefused({ ...common, reason: `${count} more since ${from}`, after })];
}

import type { Temporal } from 'temporal-polyfill';
import type { AuditEntry } from '../../core/audit/record.ts';
import { deliveryRefused, webhookValidated } from '../../core/audit/webhook-events.ts';
import type { HasAuditWriter } from '../../ports/audit.ts';
import type { HasClock, HasWallClock } from '../../ports/clock.ts';
import type { HasNewCorrelation } from '../../ports/names.ts';
import type { Refusals } from '../../ports/refusals.ts';

/** The records of deliveries that are no events: so many of each source and process in an hour, and one that counts the others. */
const MOST_AN_HOUR = 10;

type LedgerPorts = HasAuditWriter & HasClock & HasWallClock & HasNewCorrelation;

interface Hour {
  readonly from: Temporal.Instant;
  records: number;
  /** Those without a record of their own, by reason. */
  readonly others: Map<string, number>;
}

/** Keeps the records of this process. */
export function countRefusals(ports: LedgerPorts): Refusals {
  const hours = new Map<string, Hour>();

  async function write(source: string, event: Event | undefined): Promise<void> {
    const [wall, at] = await Promise.all([ports.wallClock.now(), ports.clock.now()]);
    const common = { at, source, correlation: ports.newCorrelation() };
    // From here on to the end of the counting nothing waits: of many at the same moment each is counted.
    const last = hours.get(source);
    const isOver = last !== undefined && last.from.until(wall).total('hours') >= 1;
    const hour = last === undefined || isOver ? { from: wall, records: 0, others: new Map() } : last;
    hours.set(source, hour);
    const summary = isOver ? summaryOf(last, common) : [];
    const single = event === undefined ? [] : singleIn(hour, event, common);
    const entries = [...summary, ...single];
    if (entries.length > 0) await ports.audit.append(entries);
  }

  return {
    refused: (source, reason) => write(source, { word: reason, entryOf: deliveryRefused }),
    validated: (source, reason) => write(source, { word: reason, entryOf: webhookValidated }),
    settle: async (source) => {
      if ((hours.get(source)?.others.size ?? 0) > 0) await write(source, undefined);
    },
  };
}

interface Common {
  readonly at: Temporal.Instant;
  readonly source: string;
  readonly correlation: string;
}

interface Event {
  readonly word: string;
  readonly entryOf: (entry: Common & { readonly reason: string }) => AuditEntry;
}

function singleIn(hour: Hour, { word, entryOf }: Event, common: Common): readonly AuditEntry[] {
  if (hour.records < MOST_AN_HOUR) {
    hour.records += 1;
    return [entryOf({ ...common, reason: word })];
  }
  hour.others.set(word, (hour.others.get(word) ?? 0) + 1);
  return [];
}

function summaryOf({ from, others }: Hour, common: Common): readonly AuditEntry[] {
  const count = others.values().reduce((sum, one) => sum + one, 0);
  if (count === 0) return [];
  const after = { since: from.toString(), count, reasons: Object.fromEntries(others) };
  return [deliveryRefused({ ...common, reason: `${count} more since ${from}`, after })];
}

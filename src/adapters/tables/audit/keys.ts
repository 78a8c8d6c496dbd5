import { Temporal } from 'temporal-polyfill';
import type { AuditEntry } from '../../../core/audit/record.ts';
import { within } from '../storage/time-key.ts';

/**
 * How the table `Audit` is laid out, so that each question is a range read:
 *
 * | partition | rows | answers |
 * |---|---|---|
 * | a chain, `p.<account>.<pool>.<month>` or `d.<month>` | `head`, `r.<time>.<number>`, `n.<node>.<time>.<number>` | the last records of a pool, those of a node |
 * | `m.<stem>` | `<month>` | which chains a pool has |
 * | `a` | `<month>` | which months are in the archive, or on their way there |
 * | `h` | `<hour>.<chain>` | which chains have records of an hour: all records of a day |
 * | `c.<correlation>` | `<chain>` | which chains have records of a correlation |
 *
 * Times and numbers are counted down, because a range read goes from small keys to large and people want the newest first.
 * Record, its copy under its node, and the head of the chain go in one transaction. The other rows are only an index;
 * they are written before what they point to, so that nothing is ever out of sight.
 */
export const HOURS = 'h';
export const ARCHIVED = 'a';
/** The row of the head of a chain. */
export const HEAD = 'head';

/** The stem of the chains of the documents. */
export const DOCUMENTS = 'd';

/** What a chain is about, without the month: all chains with the same stem follow each other. */
export function stemOf({ subject: { account, pool } }: Pick<AuditEntry, 'subject'>): string {
  if (account !== undefined && pool !== undefined) return poolStem(account, pool);
  return account === undefined ? DOCUMENTS : `a.${account}`;
}

/** The stem of the chains of one pool; ids are found in any letter case. */
export function poolStem(account: string, pool: string): string {
  return `p.${account}.${pool.toLowerCase()}`;
}

/** The chain for a moment: a stem and a month in UTC. */
export function chainAt(stem: string, at: Temporal.Instant): string {
  return `${stem}.${monthOf(at)}`;
}

/** The month of a chain: `2026-03`. */
export function monthOfChain(chain: string): string {
  return chain.slice(chain.lastIndexOf('.') + 1);
}

/** The moments from which on, and up to which, a month in UTC reaches. */
export function monthSpan(month: string): { readonly from: Temporal.Instant; readonly to: Temporal.Instant } {
  const first = Temporal.PlainYearMonth.from(month);
  const begin = (one: Temporal.PlainYearMonth) => one.toPlainDate({ day: 1 }).toZonedDateTime('UTC').toInstant();
  return { from: begin(first), to: begin(first.add({ months: 1 })) };
}

/** The stem of a chain. */
export function stemOfChain(chain: string): string {
  return chain.slice(0, chain.lastIndexOf('.'));
}

/** The chain of the month after that of a chain. */
export function chainAfter(chain: string): string {
  return chainAt(stemOfChain(chain), monthSpan(monthOfChain(chain)).to);
}

/** `2026-03` */
export function monthOf(at: Temporal.Instant): string {
  return new Date(at.epochMilliseconds).toISOString().slice(0, 7);
}

export function monthsOf(stem: string): string {
  return `m.${stem}`;
}

/** A month counted down: later months have smaller keys. */
export function monthKey(month: string): string {
  const [year, number] = month.split('-').map(Number);
  return String(999_999 - ((year ?? 0) * 12 + (number ?? 0))).padStart(6, '0');
}

export function correlationOf(correlation: string): string {
  return `c.${correlation}`;
}

const LAST_HOUR = 9_999_999;
const HOUR_MS = 3_600_000;

/** The hour of a moment counted down. */
export function hourKey(milliseconds: number): string {
  return String(LAST_HOUR - Math.floor(within(milliseconds) / HOUR_MS)).padStart(7, '0');
}

/** The hours since 1970 at the beginning of which an hour of the directory begins. */
export function hourNumber(key: string): number {
  return LAST_HOUR - Number(key);
}

/** The moments from which on, and up to which, an hour of the directory reaches. */
export function hourSpan(key: string): { readonly from: Temporal.Instant; readonly to: Temporal.Instant } {
  const hour = hourNumber(key) * HOUR_MS;
  return {
    from: Temporal.Instant.fromEpochMilliseconds(hour),
    to: Temporal.Instant.fromEpochMilliseconds(hour + HOUR_MS),
  };
}

/** What the row of a record in its chain, or of its copy under a node, begins with. */
export function rowPrefix(node?: string): string {
  return node === undefined ? 'r.' : `n.${node}.`;
}

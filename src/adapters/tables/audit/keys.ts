import { Temporal } from 'temporal-polyfill';
import { monthOfChain, stemOfChain } from '../../../core/audit/chain-name.ts';
import type { AuditEntry } from '../../../core/audit/record.ts';
import { within } from '../storage/time-key.ts';

/**
 * The layout of the table `Audit`. Each query is a range read:
 *
 * | partition | rows | answers |
 * |---|---|---|
 * | a chain, `p.<account>.<pool>.<month>` or `d.<month>` | `head`, `r.<time>.<number>`, `n.<node>.<time>.<number>` | the last
 * records of a pool, those of a node |
 * | `m.<stem>` | `<month>` | which chains a pool has, and which of them are archived |
 * | `a` | `<month>` | which months are archived, or being archived |
 * | `h` | `<hour>.<chain>` | which chains have records of an hour: all records of a day |
 * | `c.<correlation>` | `<chain>` | which chains have records of a correlation |
 *
 * Times and numbers count down, because a range read returns small keys first and people want the newest records first. One
 * transaction writes a record, its copy under its node, and the head of the chain. The other rows are only an index; they are
 * written before the records, so that every record can be found.
 */
export const HOURS = 'h';
export const ARCHIVED = 'a';
/** The row key of the head of a chain. */
export const HEAD = 'head';

/** The stem of the chains of the documents. */
export const DOCUMENTS = 'd';

/** The name of a chain without the month: all chains of a subject have the same stem. */
export function stemOf({ subject: { account, pool } }: Pick<AuditEntry, 'subject'>): string {
  if (account !== undefined && pool !== undefined) return poolStem(account, pool);
  return account === undefined ? DOCUMENTS : `a.${account}`;
}

/** The stem of the chains of one pool; ids match in any letter case. */
export function poolStem(account: string, pool: string): string {
  return `p.${account}.${pool.toLowerCase()}`;
}

/** The chain of an instant: a stem and a month in UTC. */
export function chainAt(stem: string, at: Temporal.Instant): string {
  return `${stem}.${monthOf(at)}`;
}

/** The span of a month in UTC. */
export function monthSpan(month: string): { readonly from: Temporal.Instant; readonly to: Temporal.Instant } {
  const first = Temporal.PlainYearMonth.from(month);
  const begin = (one: Temporal.PlainYearMonth) => one.toPlainDate({ day: 1 }).toZonedDateTime('UTC').toInstant();
  return { from: begin(first), to: begin(first.add({ months: 1 })) };
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

/** A month as a key that counts down: later months have smaller keys. */
export function monthKey(month: string): string {
  const [year, number] = month.split('-').map(Number);
  return String(999_999 - ((year ?? 0) * 12 + (number ?? 0))).padStart(6, '0');
}

export function correlationOf(correlation: string): string {
  return `c.${correlation}`;
}

const LAST_HOUR = 9_999_999;
const HOUR_MS = 3_600_000;

/** The hour of a time as a key that counts down. */
export function hourKey(milliseconds: number): string {
  return String(LAST_HOUR - Math.floor(within(milliseconds) / HOUR_MS)).padStart(7, '0');
}

/** The number of an hour's key, in hours since 1970. */
export function hourNumber(key: string): number {
  return LAST_HOUR - Number(key);
}

/** The span of an hour's key. */
export function hourSpan(key: string): { readonly from: Temporal.Instant; readonly to: Temporal.Instant } {
  const hour = hourNumber(key) * HOUR_MS;
  return {
    from: Temporal.Instant.fromEpochMilliseconds(hour),
    to: Temporal.Instant.fromEpochMilliseconds(hour + HOUR_MS),
  };
}

/** The row key prefix of a record in its chain, or of its copy under a node. */
export function rowPrefix(node?: string): string {
  return node === undefined ? 'r.' : `n.${node}.`;
}

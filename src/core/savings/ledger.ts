import { Temporal } from 'temporal-polyfill';
import type { Price } from '../policy/policy.ts';
import { earliestOf, isBefore } from '../time/instants.ts';
import type { NodePower, OffSpan, Restart, Uncounted } from './node-power.ts';
import { type TermsHistory, termsAt, termsOver } from './terms.ts';

/** From one instant up to, but without, another. */
export interface LedgerSpan {
  readonly from: Temporal.Instant;
  readonly to: Temporal.Instant;
}

/** A line of the ledger: hours of one node at one price, with the records from which anybody can recompute them. */
export interface LedgerLine extends LedgerSpan {
  readonly kind: 'off' | 'restart';
  readonly node: string;
  readonly hours: number;
  readonly policy: string | undefined;
  /** `undefined` means hours only, without money. */
  readonly price: Price | undefined;
  /**
   * For time off: it begins when the node was `seen` deallocated, or when Batch `accepted` the deallocation if nobody saw it.
   * For a restart: its duration was `measured`, or is `estimated` from the policy's lead time.
   */
  readonly basis: 'seen' | 'accepted' | 'measured' | 'estimated';
  /** Did it continue at the end of the span? */
  readonly open: boolean;
  readonly records: readonly string[];
}

/** The lines of one pool in a span, in order of time. */
export interface Ledger {
  readonly lines: readonly LedgerLine[];
  readonly uncounted: readonly Uncounted[];
}

/** The duration of a start if no policy is named. */
const USUAL_LEAD = Temporal.Duration.from({ minutes: 6 });

/**
 * Computes the ledger of a span. `vouched` tells whether a node whose time off has no end certainly still existed and was off.
 */
export function ledgerOf(
  { off, restarts, uncounted }: NodePower,
  {
    span,
    terms,
    vouched,
  }: { readonly span: LedgerSpan; readonly terms: TermsHistory; readonly vouched: (node: string) => boolean },
): Ledger {
  const lost = off.filter(({ node, to }) => to === undefined && !vouched(node));
  const kept = off.filter((one) => !lost.includes(one));
  return {
    lines: [
      ...kept.flatMap((one) => offLines(one, span, terms)),
      ...restarts.flatMap((one) => restartLines(one, span, terms)),
    ].toSorted(inOrder),
    uncounted: [
      ...uncounted,
      ...lost.map(({ node, from, records }) => ({
        node,
        from,
        reason: 'nothing says when it ended: the node is not in the pool any more, or is on',
        records,
      })),
    ].filter(({ from }) => isBefore(from, span.to)),
  };
}

function offLines(one: OffSpan, span: LedgerSpan, terms: TermsHistory): readonly LedgerLine[] {
  const within = cut({ from: one.from, to: one.to ?? span.to }, span);
  if (within === undefined) return [];
  const open = one.to === undefined || isBefore(span.to, one.to);
  const { node, policy, basis, records } = one;
  return priced(policy, within, terms).map(({ price, record, ...part }) => ({
    kind: 'off',
    node,
    ...part,
    hours: hoursOf(part),
    policy,
    price,
    basis,
    open: open && part.to.equals(span.to),
    records: withRecord(records, record),
  }));
}

function restartLines(one: Restart, span: LedgerSpan, terms: TermsHistory): readonly LedgerLine[] {
  const ends = one.to ?? estimatedEnd(one, terms);
  const within = cut({ from: one.from, to: ends }, span);
  if (within === undefined) return [];
  const { node, policy, records } = one;
  return priced(policy, within, terms).map(({ price, record, ...part }) => ({
    kind: 'restart',
    node,
    ...part,
    hours: hoursOf(part),
    policy,
    price,
    basis: one.to === undefined ? 'estimated' : 'measured',
    open: isBefore(span.to, ends) && part.to.equals(span.to),
    records: withRecord(records, record),
  }));
}

function estimatedEnd({ from, before, policy }: Restart, terms: TermsHistory): Temporal.Instant {
  const lead = (policy === undefined ? undefined : termsAt(terms, policy, from).terms?.lead) ?? USUAL_LEAD;
  const end = from.add({ milliseconds: Math.round(lead.total('milliseconds')) });
  return earliestOf(before === undefined || isBefore(before, from) ? [end] : [end, before]) ?? end;
}

interface PricedPart extends LedgerSpan {
  readonly price: Price | undefined;
  readonly record: string | undefined;
}

function priced(policy: string | undefined, span: LedgerSpan, history: TermsHistory): readonly PricedPart[] {
  if (policy === undefined) return [{ ...span, price: history.otherwise, record: undefined }];
  return termsOver(history, policy, span).map(({ from, to, terms, record }) => ({
    from,
    to,
    price: terms?.price ?? history.otherwise,
    record,
  }));
}

function withRecord(records: readonly string[], record: string | undefined): readonly string[] {
  return record === undefined ? records : [...records, record];
}

/** The intersection of two spans, if there is one. */
function cut(span: LedgerSpan, bounds: LedgerSpan): LedgerSpan | undefined {
  const from = isBefore(span.from, bounds.from) ? bounds.from : span.from;
  const to = isBefore(bounds.to, span.to) ? bounds.to : span.to;
  return isBefore(from, to) ? { from, to } : undefined;
}

function hoursOf({ from, to }: LedgerSpan): number {
  return (to.epochMilliseconds - from.epochMilliseconds) / 3_600_000;
}

function inOrder(a: LedgerLine, b: LedgerLine): number {
  return Temporal.Instant.compare(a.from, b.from) || (a.node < b.node ? -1 : Number(a.node > b.node));
}

/** A day of a zone, from midnight to midnight. */
interface ZoneDay {
  readonly day: string;
  readonly from: Temporal.Instant;
  readonly to: Temporal.Instant;
}

/** Splits lines at every midnight of a time zone, each part with its date there. */
export function byDay(
  lines: readonly LedgerLine[],
  timeZone = 'UTC',
): readonly { readonly day: string; readonly line: LedgerLine }[] {
  const days = daysOver(lines, timeZone);
  return lines.flatMap((line) => {
    const first = days.findIndex(({ to }) => isBefore(line.from, to));
    const parts: { readonly day: string; readonly line: LedgerLine }[] = [];
    for (const { day, ...bounds } of days.slice(Math.max(0, first))) {
      const part = cut(line, bounds);
      if (part === undefined) break;
      parts.push({ day, line: { ...line, ...part, hours: hoursOf(part) } });
    }
    return parts;
  });
}

/** The days of a time zone that lines touch, in order, with their actual lengths. */
function daysOver(lines: readonly LedgerLine[], timeZone: string): readonly ZoneDay[] {
  const [earliest] = lines.map(({ from }) => from).toSorted(Temporal.Instant.compare);
  const last = lines
    .map(({ to }) => to)
    .toSorted(Temporal.Instant.compare)
    .at(-1);
  if (earliest === undefined || last === undefined) return [];
  const days: ZoneDay[] = [];
  let midnight = earliest.toZonedDateTimeISO(timeZone).startOfDay();
  while (isBefore(midnight.toInstant(), last)) {
    const next = midnight.add({ days: 1 }).startOfDay();
    days.push({ day: midnight.toPlainDate().toString(), from: midnight.toInstant(), to: next.toInstant() });
    midnight = next;
  }
  return days;
}

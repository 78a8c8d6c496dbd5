import type { Temporal } from 'temporal-polyfill';
import { keepSpendings, type LimitSpan, type Spending, spentIn } from '../memory/spending.ts';
import type { CountedAct } from '../pool/act.ts';
import { counted } from '../text/counted.ts';

/** The most nodes that may be started, deallocated or removed in any hour and any day; `undefined` means no limit. */
export interface ActLimits {
  readonly startPerHour?: number | undefined;
  readonly startPerDay?: number | undefined;
  readonly deallocatePerHour?: number | undefined;
  readonly deallocatePerDay?: number | undefined;
  readonly removePerHour?: number | undefined;
  readonly removePerDay?: number | undefined;
}

/** A limit that all pools of an account, or of the app, share, and the acts that count against it. */
export interface SharedLimit {
  /** Its key: `app`, or `account/demo`. */
  readonly scope: string;
  /** In words: `the app`, `the account demo`. */
  readonly whose: string;
  readonly limits: ActLimits;
  readonly spent: readonly Spending[];
}

/** What is left of a limit, and the reason. */
export interface LimitLeft {
  readonly acts: number;
  /** In words: `the limit of the account demo is 20 an hour, 20 are spent`. */
  readonly because: string;
  readonly resumesAt: Temporal.Instant | undefined;
}

const SPANS: readonly LimitSpan[] = ['hour', 'day'];

/** What is left for acts of one kind, the smallest first; empty if the limits say nothing about that kind. */
export function leftOf(
  { whose, limits, spent }: SharedLimit,
  action: CountedAct,
  now: Temporal.Instant,
): readonly LimitLeft[] {
  return SPANS.flatMap((span): readonly LimitLeft[] => {
    const most = span === 'hour' ? limits[`${action}PerHour`] : limits[`${action}PerDay`];
    if (most === undefined) return [];
    const { nodes, until } = spentIn(spent, { action, span, now });
    const unit = span === 'hour' ? 'an hour' : 'a day';
    const because = `the limit of ${whose} is ${most} ${unit}, ${counted(nodes, 'is', 'are')} spent`;
    return [{ acts: Math.max(0, most - nodes), because, resumesAt: until }];
  }).toSorted((a, b) => a.acts - b.acts);
}

/** How many acts a limit grants, and its state afterwards. */
export interface Charged {
  readonly granted: number;
  readonly spent: readonly Spending[];
}

/** Charges acts to a limit before they are made, as many as it has left. A charged act counts whether it is made or not. */
export function chargeTo(limit: SharedLimit, { action, nodes, at }: Spending): Charged {
  const granted = Math.min(nodes, leftOf(limit, action, at)[0]?.acts ?? nodes);
  const spent = granted === 0 ? limit.spent : [...limit.spent, { at, action, nodes: granted }];
  return { granted, spent: keepSpendings(spent, at) };
}

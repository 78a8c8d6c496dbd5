import type { Price } from '../policy/policy.ts';
import type { PoolName } from '../pool/pool-name.ts';

/** The spending on a pool on one day, and that of alternatives, in node hours of the recorded minutes. */
export interface DayFigures {
  readonly account: string;
  readonly poolId: string;
  /** Days since the epoch, in UTC. */
  readonly day: number;
  readonly recordedMinutes: number;
  /** With all nodes on. */
  readonly alwaysOnHours: number;
  /** Nodes that were paid for, and the hours of these in which they ran tasks. */
  readonly paidHours: number;
  readonly busyHours: number;
  /** With an idle timeout of ten minutes, and starts for waiting work. */
  readonly idle10Hours: number;
  /** The hours of the current policy, if it only observed. */
  readonly observedHours: number | undefined;
  /** Did a policy act on that day? */
  readonly enforced: boolean;
  readonly policy: string | undefined;
  readonly schedules: readonly string[];
  /** The owner by the metadata of the pool. */
  readonly owner: string | undefined;
  readonly price: Price | undefined;
  /** Node hours of tasks, the most first. */
  readonly families: readonly SpentHours[];
  readonly jobs: readonly SpentHours[];
}

/** Node hours that tasks have used. */
export interface SpentHours {
  readonly name: string;
  readonly hours: number;
}

/** The name of the metadata with which a pool names its owner. */
export const OWNER_METADATA = 'lamplighter.owner';

/** Sums over days, in node hours, and in money if there are prices. */
export interface DaySums {
  readonly days: number;
  readonly paid: Spent;
  readonly busy: Spent;
  readonly idle: Spent;
  /** How much less was spent than by each alternative. */
  readonly savedAgainst: {
    readonly alwaysOn: Spent;
    readonly idle10: Spent;
    /** What the pool would have spent as before a policy acted on it; `undefined` if no such day was recorded. */
    readonly before: Spent | undefined;
  };
  /** What policies that only observed would have saved; `undefined` if there were none. */
  readonly wouldHaveSaved: Spent | undefined;
  readonly families: readonly SpentHours[];
  readonly jobs: readonly SpentHours[];
}

/** Node hours, and the cost by currency of those that have a price. */
export interface Spent {
  readonly hours: number;
  readonly money: ReadonlyMap<string, number>;
}

/** The most families and jobs that are named. */
const MOST_NAMED = 20;

/**
 * Sums days of one or several pools. A deallocated node still costs its disks, so a saved hour is worth the difference. Nodes
 * are paid for while they start, so restarts are included. `before` is, for each pool, the share of its nodes that was on.
 */
export function sumsOf(figures: readonly DayFigures[], before: ReadonlyMap<string, number>): DaySums {
  const observed = figures.filter(({ observedHours }) => observedHours !== undefined);
  const known = figures.filter((day) => before.has(poolKey(day)));
  const saved = (of: readonly DayFigures[], baseline: (day: DayFigures) => number) =>
    spent(of, (day) => baseline(day) - day.paidHours, savedRate);
  return {
    days: new Set(figures.map(({ day }) => day)).size,
    paid: spent(figures, ({ paidHours }) => paidHours, nodeRate),
    busy: spent(figures, ({ busyHours }) => busyHours, nodeRate),
    idle: spent(figures, ({ paidHours, busyHours }) => paidHours - busyHours, nodeRate),
    savedAgainst: {
      alwaysOn: saved(figures, ({ alwaysOnHours }) => alwaysOnHours),
      idle10: saved(figures, ({ idle10Hours }) => idle10Hours),
      before:
        known.length === 0 ? undefined : saved(known, (day) => day.alwaysOnHours * (before.get(poolKey(day)) ?? 0)),
    },
    wouldHaveSaved:
      observed.length === 0
        ? undefined
        : spent(observed, (day) => day.paidHours - (day.observedHours ?? day.paidHours), savedRate),
    families: largest(figures.flatMap(({ families }) => families)),
    jobs: largest(figures.flatMap(({ jobs }) => jobs)),
  };
}

/** The node hours of a pool on the days before a policy first acted on it, summed up day by day. */
export interface UseBefore extends PoolName, Pick<DayFigures, 'alwaysOnHours' | 'paidHours'> {
  /** Has a policy acted on it? Then no further day is added. */
  readonly isOver: boolean;
  /** The last day of the pool that was looked at, as days since the epoch. */
  readonly lastDay: number;
}

/** The use after another day. A day that is not later than the last one was looked at already, and changes nothing. */
export function useBeforeAfter(use: UseBefore | undefined, day: DayFigures): UseBefore {
  if (use !== undefined && day.day <= use.lastDay) return use;
  const { account, poolId } = day;
  const isOver = day.enforced || use?.isOver === true;
  const added = isOver ? { alwaysOnHours: 0, paidHours: 0 } : day;
  return {
    account,
    poolId,
    alwaysOnHours: (use?.alwaysOnHours ?? 0) + added.alwaysOnHours,
    paidHours: (use?.paidHours ?? 0) + added.paidHours,
    isOver,
    lastDay: day.day,
  };
}

/** For each pool, the share of node hours that was paid for on the days before a policy first acted on it. */
export function sharesBefore(uses: readonly UseBefore[]): ReadonlyMap<string, number> {
  const known = uses.filter(({ alwaysOnHours }) => alwaysOnHours > 0);
  return new Map(known.map((use) => [poolKey(use), use.paidHours / use.alwaysOnHours]));
}

/** The same for a pool in any letter case. */
export function poolKey({ account, poolId }: PoolName): string {
  return `${account}/${poolId.toLowerCase()}`;
}

function spent(
  figures: readonly DayFigures[],
  hoursOf: (day: DayFigures) => number,
  rateOf: (price: Price) => number,
): Spent {
  const money = new Map<string, number>();
  let hours = 0;
  for (const day of figures) {
    const of = hoursOf(day);
    hours += of;
    if (day.price === undefined) continue;
    const { currency } = day.price;
    money.set(currency, (money.get(currency) ?? 0) + of * rateOf(day.price));
  }
  return { hours, money };
}

function nodeRate({ nodeHour }: Price): number {
  return nodeHour;
}

function savedRate({ nodeHour, deallocatedNodeHour }: Price): number {
  return nodeHour - deallocatedNodeHour;
}

function largest(spendings: readonly SpentHours[]): readonly SpentHours[] {
  return [...Map.groupBy(spendings, ({ name }) => name)]
    .map(([name, of]) => ({ name, hours: of.reduce((sum, { hours }) => sum + hours, 0) }))
    .toSorted((a, b) => b.hours - a.hours || (a.name < b.name ? -1 : 1))
    .slice(0, MOST_NAMED);
}

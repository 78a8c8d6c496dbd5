import type { Price } from '../policy/policy.ts';

/** What was spent on a pool on one day, and what others would have spent, in node hours of the minutes that were recorded. */
export interface DayFigures {
  readonly account: string;
  readonly poolId: string;
  /** Since the epoch, in UTC. */
  readonly day: number;
  readonly recordedMinutes: number;
  /** With all nodes on. */
  readonly alwaysOnHours: number;
  /** Nodes that were paid for, and of these hours those in which they ran tasks. */
  readonly paidHours: number;
  readonly busyHours: number;
  /** With an idle timeout of ten minutes, and nodes started for work that waits. */
  readonly idle10Hours: number;
  /** What the policy in force would have spent, where it only observed. */
  readonly observedHours: number | undefined;
  /** Did a policy act on that day? */
  readonly enforced: boolean;
  readonly policy: string | undefined;
  readonly schedules: readonly string[];
  /** What the metadata of the pool says. */
  readonly owner: string | undefined;
  readonly price: Price | undefined;
  /** Node hours of tasks, those with most first. */
  readonly families: readonly SpentHours[];
  readonly jobs: readonly SpentHours[];
}

/** Node hours that tasks have used. */
export interface SpentHours {
  readonly name: string;
  readonly hours: number;
}

/** The name of the metadata by which a pool says whom it belongs to. */
export const OWNER_METADATA = 'lamplighter.owner';

/** What days come to, in node hours, and in money where there are prices. */
export interface DaySums {
  readonly days: number;
  readonly paid: Spent;
  readonly busy: Spent;
  readonly idle: Spent;
  /** Less than each of these was spent by so much. */
  readonly savedAgainst: {
    readonly alwaysOn: Spent;
    readonly idle10: Spent;
    /** What the pool did before a policy acted on it; `undefined` where no such day was recorded. */
    readonly before: Spent | undefined;
  };
  /** What policies that only observed would have saved; `undefined` where none did. */
  readonly wouldHaveSaved: Spent | undefined;
  readonly families: readonly SpentHours[];
  readonly jobs: readonly SpentHours[];
}

/** Node hours, with their cost by currency for those that have a price. */
export interface Spent {
  readonly hours: number;
  readonly money: ReadonlyMap<string, number>;
}

/** So many families and jobs are named. */
const MOST_NAMED = 20;

/**
 * Sums up days of one pool or several. A node that is off still costs its disks: an hour saved is worth the difference. Nodes are
 * paid for while they start, so restarts are in what was paid. `before`: of each pool, the share of all nodes that was on.
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

/** Of each pool, the share of all node hours that was paid for on the days before a policy acted on it for the first time. */
export function sharesBefore(figures: readonly DayFigures[]): ReadonlyMap<string, number> {
  const shares = [...Map.groupBy(figures, poolKey)].flatMap(([key, days]) => {
    const ordered = days.toSorted((a, b) => a.day - b.day);
    const first = ordered.findIndex(({ enforced }) => enforced);
    const earlier = first < 0 ? ordered : ordered.slice(0, first);
    const all = earlier.reduce((sum, { alwaysOnHours }) => sum + alwaysOnHours, 0);
    const paid = earlier.reduce((sum, { paidHours }) => sum + paidHours, 0);
    return all > 0 ? [[key, paid / all] as const] : [];
  });
  return new Map(shares);
}

function poolKey({ account, poolId }: DayFigures): string {
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

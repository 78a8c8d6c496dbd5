import type { Price } from '../policy/policy.ts';
import { poolKey } from '../pool/pool-key.ts';
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
}

/** Node hours, and the cost by currency of those that have a price. */
export interface Spent {
  readonly hours: number;
  readonly money: ReadonlyMap<string, number>;
}

/** What is summed up: the hours of a day, if they are known, and what one of them is worth. */
interface Measure {
  hoursOf(day: DayFigures, shareBefore: number | undefined): number | undefined;
  rateOf(price: Price): number;
}

/** A deallocated node still costs its disks, so a saved hour is worth the difference. Restarts are in what was paid for. */
const MEASURES = {
  paid: { hoursOf: ({ paidHours }) => paidHours, rateOf: nodeRate },
  busy: { hoursOf: ({ busyHours }) => busyHours, rateOf: nodeRate },
  idle: { hoursOf: ({ paidHours, busyHours }) => paidHours - busyHours, rateOf: nodeRate },
  alwaysOn: { hoursOf: ({ alwaysOnHours, paidHours }) => alwaysOnHours - paidHours, rateOf: savedRate },
  idle10: { hoursOf: ({ idle10Hours, paidHours }) => idle10Hours - paidHours, rateOf: savedRate },
  before: {
    hoursOf: ({ alwaysOnHours, paidHours }, share) => (share === undefined ? share : alwaysOnHours * share - paidHours),
    rateOf: savedRate,
  },
  observed: {
    hoursOf: ({ paidHours, observedHours }) => (observedHours === undefined ? undefined : paidHours - observedHours),
    rateOf: savedRate,
  },
} satisfies Readonly<Record<string, Measure>>;

type MeasureName = keyof typeof MEASURES;

const NOTHING: Spent = { hours: 0, money: new Map() };

/** Sums up days of one or several pools one after the other, so that many days take no more memory than their sums. */
export class SumOfDays {
  readonly #days = new Set<number>();
  readonly #spent = new Map<string, { hours: number; readonly money: Map<string, number> }>();

  /** `shareBefore` is the share of the pool's nodes that was on before a policy acted. */
  add(day: DayFigures, shareBefore: number | undefined): void {
    this.#days.add(day.day);
    for (const [name, { hoursOf, rateOf }] of Object.entries<Measure>(MEASURES)) {
      const hours = hoursOf(day, shareBefore);
      if (hours === undefined) continue;
      const { price } = day;
      const money = price === undefined ? [] : [[price.currency, hours * rateOf(price)] as const];
      this.#addTo(name, { hours, money });
    }
  }

  /** Adds the days of another sum. */
  addAll(other: SumOfDays): void {
    for (const day of other.#days) this.#days.add(day);
    for (const [name, spent] of other.#spent) this.#addTo(name, spent);
  }

  get sums(): DaySums {
    const of = (name: MeasureName) => this.#spent.get(name);
    return {
      days: this.#days.size,
      paid: of('paid') ?? NOTHING,
      busy: of('busy') ?? NOTHING,
      idle: of('idle') ?? NOTHING,
      savedAgainst: {
        alwaysOn: of('alwaysOn') ?? NOTHING,
        idle10: of('idle10') ?? NOTHING,
        before: of('before'),
      },
      wouldHaveSaved: of('observed'),
    };
  }

  #addTo(
    name: string,
    { hours, money }: { readonly hours: number; readonly money: Iterable<readonly [string, number]> },
  ): void {
    const sum = this.#spent.get(name) ?? { hours: 0, money: new Map() };
    sum.hours += hours;
    for (const [currency, amount] of money) sum.money.set(currency, (sum.money.get(currency) ?? 0) + amount);
    this.#spent.set(name, sum);
  }
}

/** The most families and jobs that are named. */
const MOST_NAMED = 20;
/** Above this number of names, the smaller half is forgotten: jobs can have millions of names. */
const MOST_COUNTED = 20_000;

/** Sums up the node hours of families or jobs by name, of which the largest are told. */
export class LargestSpent {
  #hours = new Map<string, number>();

  add(spendings: readonly SpentHours[]): void {
    for (const { name, hours } of spendings) this.#hours.set(name, (this.#hours.get(name) ?? 0) + hours);
    if (this.#hours.size <= MOST_COUNTED) return;
    this.#hours = new Map(this.#first(MOST_COUNTED / 2).map(({ name, hours }) => [name, hours]));
  }

  /** The largest ones, the most hours first. */
  get largest(): readonly SpentHours[] {
    return this.#first(MOST_NAMED);
  }

  #first(count: number): readonly SpentHours[] {
    return [...this.#hours]
      .map(([name, hours]) => ({ name, hours }))
      .toSorted((a, b) => b.hours - a.hours || (a.name < b.name ? -1 : 1))
      .slice(0, count);
  }
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

function nodeRate({ nodeHour }: Price): number {
  return nodeHour;
}

function savedRate({ nodeHour, deallocatedNodeHour }: Price): number {
  return nodeHour - deallocatedNodeHour;
}

import { isAtLeast } from './amount.ts';
import { type RankedRequest, rankRequests } from './capacity-requests.ts';
import type { Capacity } from './schedule.ts';
import type { Segment, Timeline } from './timeline.ts';

/** The windows that do not open in the time that was laid out, whatever stands above them. */
export function windowsThatNeverOpen({ schedule, segments }: Timeline): readonly string[] {
  const open = new Set(segments.flatMap((segment) => (segment.valid ? segment.open : [])));
  return schedule.windows.filter((window) => !open.has(window)).map(({ name }) => name);
}

/** The windows that are open all the time that was laid out. */
export function windowsThatNeverClose({ schedule, segments }: Timeline): readonly string[] {
  const [first, ...others] = segments;
  const always = new Set(first?.open ?? []);
  for (const { open } of others) for (const window of always) if (!open.includes(window)) always.delete(window);
  return schedule.windows.filter((window) => always.has(window)).map(({ name }) => name);
}

/** A window that a schedule could do without, and the requests that make it so, as people read them. */
export interface WindowConflict {
  readonly window: string;
  /**
   * `shadowed`: whenever it is open, others stand above it. `needless`: whenever it counts, another counts beside it that
   * asks for at least as much, so that neither this schedule nor any other that is evaluated with it would be missing it.
   */
  readonly kind: 'shadowed' | 'needless';
  readonly by: readonly string[];
}

/**
 * The windows that change nothing in the time that was laid out, though they open in it. Of windows that ask the same at the
 * same times the first is not needless: the schedule asks the same without all that are named.
 */
export function windowConflicts(timeline: Timeline): readonly WindowConflict[] {
  const situations = situationsOf(timeline);
  const needless = new Set<string>();
  const found = timeline.schedule.windows.toReversed().flatMap(({ name }): readonly WindowConflict[] => {
    const own = windowLabel(name, timeline);
    const open = situations.filter((requests) => requests.some(({ because }) => because === own));
    if (open.length === 0) return [];
    const counting = open.filter((requests) => requests.some(({ because, counts }) => because === own && counts));
    if (counting.length === 0) return [{ window: name, kind: 'shadowed', by: labelsOf(open.map(above)) }];
    const others = counting.map((requests) => atLeastAs(own, requests, needless));
    if (others.some((requests) => requests.length === 0)) return [];
    needless.add(own);
    return [{ window: name, kind: 'needless', by: labelsOf(others) }];
  });
  return found.toReversed();
}

/** Two exceptions that hold at once and ask for different capacities. */
export interface ExceptionConflict {
  readonly names: readonly [string, string];
  readonly segment: Segment;
}

/** The pairs of exceptions that contradict each other in the time that was laid out, each with when it first does. */
export function exceptionConflicts({ segments }: Timeline): readonly ExceptionConflict[] {
  const found = new Map<string, ExceptionConflict>();
  for (const segment of segments.filter(({ exceptions, valid }) => valid && exceptions.length > 1)) {
    const [first, ...others] = segment.exceptions;
    const other = others.find((one) => first !== undefined && !isSame(one.capacity, first.capacity));
    if (first === undefined || other === undefined) continue;
    const key = JSON.stringify([first.name, other.name]);
    if (!found.has(key)) found.set(key, { names: [first.name, other.name], segment });
  }
  return [...found.values()];
}

type Situation = readonly RankedRequest[];

/** A year of weekdays has but a handful of situations. Where there are more than so many, nothing is said about conflicts. */
const MOST_SITUATIONS = 100;

/** What is requested at once, each combination once. */
function situationsOf(timeline: Timeline): readonly Situation[] {
  const first = new Map<string, Segment>();
  for (const segment of timeline.segments.filter(({ valid }) => valid)) {
    const key = JSON.stringify([segment.open, segment.exceptions].map((holding) => holding.map(({ name }) => name)));
    if (!first.has(key)) first.set(key, segment);
    if (first.size > MOST_SITUATIONS) return [];
  }
  return [...first.values()].map(({ from }) => rankRequests([timeline], from));
}

function windowLabel(name: string, { schedule }: Timeline): string {
  return `window "${name}" of ${schedule.id}`;
}

function above(requests: Situation): Situation {
  return requests.filter(({ counts }) => counts);
}

function atLeastAs(own: string, requests: Situation, needless: ReadonlySet<string>): Situation {
  const mine = requests.find(({ because }) => because === own);
  if (mine === undefined) return [];
  return requests.filter(
    ({ because, counts, capacity }) =>
      counts && because !== own && !needless.has(because) && coversCapacity(capacity, mine.capacity),
  );
}

/** Does a capacity ask for at least as much as another, and allow at least as much, in a pool of any size? */
function coversCapacity(a: Capacity, b: Capacity): boolean {
  return isAtLeast(a.min, b.min) && (a.max === undefined || (b.max !== undefined && isAtLeast(a.max, b.max)));
}

function isSame(a: Capacity, b: Capacity): boolean {
  return coversCapacity(a, b) && coversCapacity(b, a);
}

function labelsOf(requests: readonly Situation[]): readonly string[] {
  return [...new Set(requests.flat().map(({ because }) => because))];
}

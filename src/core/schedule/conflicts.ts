import { isAtLeast } from './amount.ts';
import { type RankedRequest, rankRequests } from './capacity-requests.ts';
import type { Capacity } from './schedule.ts';
import type { Segment, Timeline } from './timeline.ts';

/** The windows that do not open within the timeline, whatever takes precedence over them. */
export function windowsThatNeverOpen({ schedule, segments }: Timeline): readonly string[] {
  const open = new Set(segments.flatMap((segment) => (segment.valid ? segment.open : [])));
  return schedule.windows.filter((window) => !open.has(window)).map(({ name }) => name);
}

/** The windows that are open during the whole timeline. */
export function windowsThatNeverClose({ schedule, segments }: Timeline): readonly string[] {
  const [first, ...others] = segments;
  const always = new Set(first?.open ?? []);
  for (const { open } of others) for (const window of always) if (!open.includes(window)) always.delete(window);
  return schedule.windows.filter((window) => always.has(window)).map(({ name }) => name);
}

/** A window that has no effect in a schedule, and the requests that cause this. */
export interface WindowConflict {
  readonly window: string;
  /**
   * `shadowed`: whenever it is open, others take precedence. `needless`: whenever it is effective, another effective request
   * asks for at least as much, so no result would change without it.
   */
  readonly kind: 'shadowed' | 'needless';
  readonly by: readonly string[];
}

/**
 * The windows that open within the timeline and have no effect. Of windows that request the same at the same times, the first
 * is not reported, so the schedule is equivalent without all that are reported.
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

/** Two exceptions that apply at the same time and request different capacities. */
export interface ExceptionConflict {
  readonly names: readonly [string, string];
  readonly segment: Segment;
}

/** The pairs of exceptions that contradict each other within the timeline, each with the first such instant. */
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

/** A year of weekdays has only a handful of combinations. If there are more than this many, no conflicts are reported. */
const MOST_SITUATIONS = 100;

/** What is requested at the same time; each combination once. */
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

/** Does a capacity request at least as much as another, and allow at least as much, in a pool of any size? */
function coversCapacity(a: Capacity, b: Capacity): boolean {
  return isAtLeast(a.min, b.min) && (a.max === undefined || (b.max !== undefined && isAtLeast(a.max, b.max)));
}

function isSame(a: Capacity, b: Capacity): boolean {
  return coversCapacity(a, b) && coversCapacity(b, a);
}

function labelsOf(requests: readonly Situation[]): readonly string[] {
  return [...new Set(requests.flat().map(({ because }) => because))];
}

import type { ReplayReference } from '../../../src/replay/metrics.ts';
import type { ReplayCase } from '../../../src/replay/replay-policy.ts';
import { type NodeTimes, startAt } from '../../../src/replay/start-times.ts';

/** How a policy may act that knows when each task with a known time can run, and not how long a start takes. */
export interface KnownTerms {
  /** So long its known tasks may wait on average, in seconds. */
  readonly waitS: number;
  /** Seconds between the moments at which it can act; 1 for any moment. */
  readonly tickS: number;
}

/** A pause of a level of the demand: from the end of one task until the start of another. */
interface Pause {
  readonly fromS: number;
  readonly toS: number;
  readonly isKnown: boolean;
}

/** What a way to spend a pause costs in node seconds, and how long the task waits for it. */
interface Way {
  readonly costS: number;
  readonly waitS: number;
}

/**
 * The least that such a policy can pay, in costs over those of `reference`. As for the least cost each level of the demand is on
 * while it is needed, and between two needs it is on or restarted. What is started so long before is idle if the start takes
 * less, and the task waits if it takes more. Leads are chosen so that all waits together cost least; no spares are started.
 */
export function leastForKnown(
  { workload, pool, options: { times } }: ReplayCase,
  reference: ReplayReference,
  terms: KnownTerms,
): number {
  const { scoredFromS, scoredUntilS } = pool;
  const pauses = pausesIn(workload.jobs, reference.startedS).filter(
    ({ fromS, toS }) => fromS >= scoredFromS && toS < scoredUntilS,
  );
  const known = workload.jobs.filter(
    ({ submittedS, schedule, after }) =>
      (schedule !== undefined || after !== undefined) && submittedS >= scoredFromS && submittedS < scoredUntilS,
  );
  const allowedS = terms.waitS * known.reduce((sum, { tasks }) => sum + tasks, 0);
  const waysOf = waysWith(times, terms.tickS);
  const extra = cheapest(pauses.map(waysOf), allowedS) - pauses.reduce((sum, pause) => sum + freely(pause, times), 0);
  return (reference.leastS + extra) / reference.leastS;
}

/** The ways that cost least together while the waits are no longer than is allowed: a price of waiting that just leads there. */
function cheapest(pauses: readonly (readonly Way[])[], allowedS: number): number {
  const at = (price: number): Way =>
    pauses
      .map((ways) => ways.reduce((a, b) => (b.costS + price * b.waitS < a.costS + price * a.waitS ? b : a)))
      .reduce((sum, way) => ({ costS: sum.costS + way.costS, waitS: sum.waitS + way.waitS }));
  let [low, high] = [0, 1000];
  if (at(low).waitS <= allowedS) return at(low).costS;
  for (let step = 0; step < 40; step++) {
    const middle = (low + high) / 2;
    if (at(middle).waitS > allowedS) low = middle;
    else high = middle;
  }
  const [cheap, dear] = [at(low), at(high)];
  // Some of the pauses whose ways cost the same go one way, and some the other.
  const share = (cheap.waitS - allowedS) / Math.max(1, cheap.waitS - dear.waitS);
  return cheap.costS + share * (dear.costS - cheap.costS);
}

const LONGEST_LEAD_S = 900;

function waysWith(times: NodeTimes, tickS: number): (pause: Pause) => readonly Way[] {
  const starts = Array.from({ length: 1000 }, (_, place) => startAt(times, -5 + place / 100));
  const weights = starts.map((_, place) => Math.exp(-((-5 + place / 100) ** 2) / 2));
  const all = weights.reduce((sum, weight) => sum + weight, 0);
  const late = new Map<number, number>();
  const lateS = (leadS: number): number => {
    const before = late.get(leadS);
    if (before !== undefined) return before;
    const sum = starts.reduce((total, start, place) => total + (weights[place] ?? 0) * Math.max(0, start - leadS), 0);
    late.set(leadS, sum / all);
    return sum / all;
  };
  return ({ fromS, toS, isKnown }) => {
    const untilStopS = Math.ceil(fromS / tickS) * tickS - fromS + times.deallocateS;
    const kept = { costS: toS - fromS, waitS: 0 };
    if (!isKnown) return [{ costS: Math.min(kept.costS, untilStopS + lateS(0)), waitS: 0 }];
    const leads: number[] = [];
    for (let leadS = Math.round(toS) % tickS; leadS <= LONGEST_LEAD_S; leadS += Math.max(5, tickS)) leads.push(leadS);
    return [kept, ...leads.map((leadS) => ({ costS: untilStopS + leadS + lateS(leadS), waitS: lateS(leadS) }))];
  };
}

/** What a pause costs where a start takes no longer than is known. */
function freely({ fromS, toS }: Pause, times: NodeTimes): number {
  return Math.min(...waysWith(times, 1)({ fromS: 0, toS: toS - fromS, isKnown: false }).map(({ costS }) => costS));
}

function pausesIn(jobs: ReplayCase['workload']['jobs'], startedS: Float64Array): readonly Pause[] {
  const changes = jobs
    .flatMap(({ firstTask, tasks, runS, schedule, after }) =>
      Array.from({ length: tasks }, (_, task) => startedS[firstTask + task] ?? 0).flatMap((atS) => [
        { atS, change: 1, isKnown: schedule !== undefined || after !== undefined },
        { atS: atS + runS, change: -1, isKnown: false },
      ]),
    )
    .toSorted((a, b) => a.atS - b.atS || a.change - b.change);
  const lastNeededS: number[] = [];
  const pauses: Pause[] = [];
  let level = 0;
  for (const { atS, change, isKnown } of changes) {
    if (change < 0) lastNeededS[level--] = atS;
    else {
      const fromS = lastNeededS[++level];
      if (fromS !== undefined && fromS < atS) pauses.push({ fromS, toS: atS, isKnown });
    }
  }
  return pauses;
}

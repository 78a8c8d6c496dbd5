import { Temporal } from 'temporal-polyfill';
import { rememberOf } from '../remember.ts';
import { isOfClockAhead } from '../time/clock-skew.ts';
import { millisecondsIn } from '../time/epoch.ts';
import { isBefore } from '../time/instants.ts';
import { shiftOf } from './jitter.ts';
import { NODE_STATES, type NodeState } from './node-state.ts';
import type { PoolName } from './pool-name.ts';
import type { PoolFacts } from './snapshot.ts';
import { LONGEST_REST } from './tick.ts';

/** Number of nodes by state; states without nodes may be missing. */
export type NodeCounts = Readonly<Partial<Record<NodeState, number>>>;

/** The nodes of a pool by state. */
export interface PoolCounts {
  readonly dedicated: NodeCounts;
  readonly spot: NodeCounts;
}

/** For a pool without nodes. */
export const NO_COUNTS: PoolCounts = { dedicated: {}, spot: {} };

/** What is known of a pool without a request of its own. */
export interface PoolTraits {
  readonly facts: PoolFacts;
  readonly counts: PoolCounts;
  /** Do its Spot nodes take part? */
  readonly takesSpot: boolean;
  /** The policy and the schedules that apply to the pool, each as id and version. */
  readonly documents: readonly string[];
  /** The active jobs of the pool, if its policy considers waiting work. */
  readonly jobs: readonly string[];
}

/** What the last evaluation of a pool has stored. */
export interface LastEvaluation {
  readonly tick: Temporal.Instant;
  /** The fingerprint of the pool at its beginning, as it was kept. */
  readonly fingerprint: string;
  readonly nextLook: Temporal.Instant | undefined;
  /** Did it end before every act had an outcome? */
  readonly unfinished: boolean;
}

/**
 * Must the pool be evaluated now? Yes if it never was, if the last evaluation did not complete or was made by a clock that was
 * ahead, if its fingerprint has changed, or if the instant has come that the last evaluation named.
 * Otherwise the plan would be the same, and no request is made.
 */
export function isPoolDue(fingerprint: string, last: LastEvaluation | undefined, now: Temporal.Instant): boolean {
  if (last === undefined || last.unfinished || isOfClockAhead(last.tick, now)) return true;
  if (last.fingerprint !== fingerprint) return true;
  return last.nextLook !== undefined && !isBefore(now, last.nextLook);
}

/** The fingerprint of a pool: equal texts mean that nothing observable has changed on which a plan could depend. */
export function fingerprintOf({ facts, counts, takesSpot, documents, jobs }: PoolTraits): string {
  const { state, allocationState, autoScale, virtualMachineConfiguration } = facts;
  // It is JSON, put together from what needs no quoting: each tick makes one for every pool.
  const seen = `["${state}","${allocationState}",${autoScale ?? null},${virtualMachineConfiguration}]`;
  const others = jobs.length > 0 ? `,${sortedJson(jobs)}` : '';
  const spot = takesSpot ? `,[${countsText(counts.spot)}]` : '';
  return `[${seen},[${countsText(counts.dedicated)}]${spot},${jsonOf(documents)}${others}]`;
}

const STATES_IN_ORDER = NODE_STATES.toSorted();

function countsText(counts: NodeCounts): string {
  let text = '';
  for (const state of STATES_IN_ORDER) {
    const count = counts[state];
    if (count !== undefined && count > 0) text += `${text === '' ? '' : ','}["${state}",${count}]`;
  }
  return text;
}

function sortedJson(texts: readonly string[]): string {
  return JSON.stringify(texts.toSorted());
}

/** Pools of one policy have the same list. */
const jsonOf = rememberOf(sortedJson);

/** By how much the rests of pools differ. */
const SPREAD = Temporal.Duration.from({ minutes: 30 });
const LONGEST_REST_MS = millisecondsIn(LONGEST_REST);
const SHORTEST_REST_MS = LONGEST_REST_MS - millisecondsIn(SPREAD);

/**
 * Was the last evaluation of a pool so long ago that the record of its demand needs another one? Pools that were evaluated at one
 * tick become due at different ones.
 */
export function isRestOver(pool: PoolName, { tick }: Pick<LastEvaluation, 'tick'>, now: Temporal.Instant): boolean {
  const rest = now.epochMilliseconds - tick.epochMilliseconds;
  // The first comparison is nearly always enough, and needs no hash of the name.
  return rest >= SHORTEST_REST_MS && rest >= LONGEST_REST_MS - shiftOf(pool, SPREAD);
}

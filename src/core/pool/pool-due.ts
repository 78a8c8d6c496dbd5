import type { Temporal } from 'temporal-polyfill';
import { isBefore } from '../time/instants.ts';
import type { NodeState } from './node-state.ts';
import type { PoolFacts } from './snapshot.ts';

/** How many dedicated nodes of a pool are in each state; states without nodes may be missing. */
export type NodeCounts = Readonly<Partial<Record<NodeState, number>>>;

/** What can be seen of a pool without a call of its own. */
export interface PoolTraits {
  readonly facts: PoolFacts;
  readonly counts: NodeCounts;
  /** The policy and the schedules that hold for the pool, each as id and version. */
  readonly documents: readonly string[];
  /** The active jobs of the pool, where its policy wants nodes for work that waits. */
  readonly jobs: readonly string[];
}

/** What the last evaluation of a pool left behind. */
export interface LastEvaluation {
  /** The fingerprint of the pool that it began with. */
  readonly fingerprint: string;
  readonly nextLook: Temporal.Instant | undefined;
  /** Did it end before every act had an outcome? */
  readonly unfinished: boolean;
}

/**
 * Must the pool be looked at now? Yes if it never was, if the last evaluation did not finish, if what can be seen of it
 * from outside has changed, or if the time has come that the last evaluation named. Otherwise the same plan would come of
 * it, and no call is spent on it.
 */
export function isPoolDue(traits: PoolTraits, last: LastEvaluation | undefined, now: Temporal.Instant): boolean {
  if (last === undefined || last.unfinished) return true;
  if (last.fingerprint !== fingerprintOf(traits)) return true;
  return last.nextLook !== undefined && !isBefore(now, last.nextLook);
}

/** The fingerprint of a pool as one text: equal texts mean that nothing has changed that a plan could hang on. */
export function fingerprintOf({ facts, counts, documents, jobs }: PoolTraits): string {
  const { state, allocationState, autoScale, virtualMachineConfiguration } = facts;
  return JSON.stringify([
    [state, allocationState, autoScale ?? null, virtualMachineConfiguration],
    Object.entries(counts)
      .filter(([, count]) => count > 0)
      .toSorted(),
    documents.toSorted(),
    ...(jobs.length > 0 ? [jobs.toSorted()] : []),
  ]);
}

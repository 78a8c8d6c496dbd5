import type { Temporal } from 'temporal-polyfill';
import type { PoolMemory } from '../core/memory/memory.ts';
import type { SiblingRequest } from '../core/plan/input/sibling.ts';
import type { PlanSummary } from '../core/plan/plan-summary.ts';
import type { PoolName } from '../core/pool/pool-name.ts';

/** What can act on a pool: an evaluation, or a request of a person, which may take several rounds. */
export interface Actor {
  readonly correlation: string;
  /** How many intents of this correlation, counted from the first, the memory of the pool already includes. */
  readonly remembered: number;
}

/** The current actor: nothing else may act on the pool until it ends or `until` has passed. */
export interface Acting extends Actor {
  readonly until: Temporal.Instant;
}

/** The state of a pool that is stored between evaluations. */
export interface PoolState extends PoolName {
  /** The tick of the last evaluation. */
  readonly tick: Temporal.Instant;
  /** What the tick knew about the pool then, without a request for this pool alone. */
  readonly fingerprint: string;
  readonly nextLook: Temporal.Instant | undefined;
  /** Set while an evaluation acts, and after one that did not finish; `memory` does not include its acts yet. */
  readonly acting: Acting | undefined;
  readonly lastPlan: PlanSummary | undefined;
  readonly memory: PoolMemory;
}

/** What a tick needs of a pool state. It omits the memory of single nodes, which can be large. */
export interface PoolHeading extends Omit<PoolState, 'memory' | 'lastPlan'> {
  /** Are there acts whose nodes are not ready or deallocated yet? */
  readonly hasPendingOperations: boolean;
  /** What the last plan requests from the sibling of the pool, and when. */
  readonly sibling: (SiblingRequest & { readonly at: Temporal.Instant }) | undefined;
}

/** The last plan of a pool. */
export type PoolPlan = Pick<PoolState, 'account' | 'poolId' | 'lastPlan'>;

/** A pool state, with the tag that a write must pass: the fence. */
export interface FencedPoolState {
  readonly state: PoolState;
  readonly tag: string;
}

export interface PoolStateReader {
  /** The states that can be read; an unreadable state does not affect those of other pools. */
  list(account: string): Promise<readonly PoolHeading[]>;
  listPlans(account: string): Promise<readonly PoolPlan[]>;
  /** @throws AppError Misconfigured if the state cannot be read */
  get(pool: PoolName): Promise<FencedPoolState | undefined>;
}

export interface PoolStates extends PoolStateReader {
  /**
   * Replaces the state that has `tag`, or stores the first one if `tag` is `undefined`.
   * @returns the new tag
   * @throws FenceLost
   */
  put(state: PoolState, tag: string | undefined): Promise<string>;
  /**
   * Deletes the states of an account's pools that no longer exist, if they were last evaluated before an instant and nothing acts
   * on them. `existing` has the ids of its pools in lower case.
   * @returns how many
   */
  sweep(account: string, existing: ReadonlySet<string>, before: Temporal.Instant): Promise<number>;
}

export interface HasPoolStateReader {
  readonly poolStates: PoolStateReader;
}

export interface HasPoolStates {
  readonly poolStates: PoolStates;
}

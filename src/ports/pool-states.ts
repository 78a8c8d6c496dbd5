import type { Temporal } from 'temporal-polyfill';
import type { PoolMemory } from '../core/memory/memory.ts';
import type { SiblingRequest } from '../core/plan/input/sibling.ts';
import type { PlanSummary } from '../core/plan/plan-summary.ts';
import type { PoolName } from '../core/pool/pool-name.ts';

/** What may act on a pool: an evaluation, or a request of a person, which may take several rounds. */
export interface Actor {
  readonly correlation: string;
  /** How many intents of that correlation, from the first on, the memory of the pool has already. */
  readonly remembered: number;
}

/** What acts: nobody else may act on the pool until it ends or its time is over. */
export interface Acting extends Actor {
  readonly until: Temporal.Instant;
}

/** What is remembered of a pool between evaluations. */
export interface PoolState extends PoolName {
  /** The tick that the last evaluation belonged to. */
  readonly tick: Temporal.Instant;
  /** What could be seen of the pool then without a call of its own. */
  readonly fingerprint: string;
  readonly nextLook: Temporal.Instant | undefined;
  /** Present while an evaluation acts, and after one that did not come to its end: what that did is not remembered yet. */
  readonly acting: Acting | undefined;
  readonly lastPlan: PlanSummary | undefined;
  readonly memory: PoolMemory;
}

/** What a tick has to know of a pool: nothing of its single nodes, of which much can be remembered. */
export interface PoolHeading extends Omit<PoolState, 'tick' | 'memory' | 'lastPlan'> {
  /** Are there acts whose nodes have not shown yet what came of them? */
  readonly hasPendingOperations: boolean;
  /** What the last plan asks its sibling for, and when. */
  readonly sibling: (SiblingRequest & { readonly at: Temporal.Instant }) | undefined;
}

/** The last plan of a pool. */
export type PoolPlan = Pick<PoolState, 'account' | 'poolId' | 'lastPlan'>;

/** A pool state with the tag that a write must bring along: the fence. */
export interface FencedPoolState {
  readonly state: PoolState;
  readonly tag: string;
}

export interface PoolStateReader {
  /** Those that can be read: what stands there of one pool concerns no other. */
  list(account: string): Promise<readonly PoolHeading[]>;
  listPlans(account: string): Promise<readonly PoolPlan[]>;
  /** @throws AppError Misconfigured where it cannot be read */
  get(pool: PoolName): Promise<FencedPoolState | undefined>;
}

export interface PoolStates extends PoolStateReader {
  /** Writes a state over the one with `tag`, or the first one without; gives the new tag. @throws FenceLost */
  put(state: PoolState, tag: string | undefined): Promise<string>;
}

export interface HasPoolStateReader {
  readonly poolStates: PoolStateReader;
}

export interface HasPoolStates {
  readonly poolStates: PoolStates;
}

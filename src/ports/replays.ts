import type { Price } from '../core/policy/policy.ts';
import type { PoolName } from '../core/pool/pool-name.ts';
import type { ReplayOutcome } from '../replay/replay-policy.ts';

/** A policy to simulate on request, with the documents as they were read. */
export interface AskedPolicy {
  readonly name: string;
  /** A valid policy document, and the schedule documents that it refers to. */
  readonly policy: unknown;
  readonly schedules: readonly unknown[];
}

/** The result of one policy. */
export interface ReplayResult extends ReplayOutcome {
  readonly name: string;
  readonly kind: ReplayKind;
}

/** `baseline`: pools without a forecast; `asked`: requested by the caller; `proposed`: proposed by the app. */
export type ReplayKind = 'baseline' | 'asked' | 'proposed';

/** The recorded demand on which policies are simulated. */
export interface ReplayedDemand {
  /** In minutes since the epoch; `fromMinute` is included, `untilMinute` is not. */
  readonly fromMinute: number;
  readonly untilMinute: number;
  /** Costs and waits count from this minute on; before it, a policy only learns. */
  readonly scoredFromMinute: number;
  readonly recordedMinutes: number;
  readonly tasks: number;
}

/** How a pool is simulated, and how well its start times are known. */
export interface ReplayedPool {
  readonly nodes: number;
  readonly tasksPerNode: number;
  readonly startMedianSeconds: number;
  readonly startSpread: number;
  readonly startShared: number;
  /** The number of measured starts of the pool; if there are too few, typical start times are used. */
  readonly measuredStarts: number;
}

/** A simulation of policies on the recorded demand of a pool, with its progress. Plain data. */
export interface ReplayRecord extends PoolName {
  readonly id: string;
  readonly status: 'waiting' | 'running' | 'done' | 'failed';
  /** In milliseconds since the epoch. */
  readonly requestedAt: number;
  readonly actor: string;
  readonly days: number;
  readonly timeZone: string;
  readonly asked: readonly AskedPolicy[];
  readonly recommend: boolean;
  /** The policy document in force for the pool; a proposal is based on it. */
  readonly inForce: unknown;
  readonly price: Price | undefined;
  /** The total number of policies; known once the first one is simulated. */
  readonly policies: number | undefined;
  readonly demand: ReplayedDemand | undefined;
  readonly pool: ReplayedPool | undefined;
  /** The fewest node hours with which no task waits longer than if all nodes were always on. */
  readonly leastHours: number | undefined;
  readonly results: readonly ReplayResult[];
  readonly recommendation: Recommendation | undefined;
  /** Why it failed. */
  readonly problem: string | undefined;
}

/** The policy that the app proposes for a pool. */
export interface Recommendation {
  /** The name of its result. */
  readonly name: string;
  readonly policy: unknown;
  readonly schedules: readonly unknown[];
  readonly because: string;
}

/** A replay, with the tag that the next write must pass. */
export interface TaggedReplay {
  readonly replay: ReplayRecord;
  readonly tag: string;
}

/** Replays, in progress and finished. */
export interface Replays {
  get(id: string): Promise<TaggedReplay | undefined>;
  /** The latest replay that was requested for a pool. */
  lastOf(pool: PoolName): Promise<ReplayRecord | undefined>;
  /** Stores a new replay as the latest one of its pool. */
  create(replay: ReplayRecord): Promise<void>;
  /** @returns `false` if another writer was faster */
  update(replay: ReplayRecord, tag: string): Promise<boolean>;
  /** Deletes replays last written before an instant, in milliseconds since the epoch. @returns their number */
  sweep(before: number): Promise<number>;
}

export interface HasReplays {
  readonly replays: Replays;
}

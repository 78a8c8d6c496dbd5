import type { Price } from '../core/policy/policy.ts';
import type { PoolName } from '../core/pool/pool-name.ts';
import type { ReplayOutcome } from '../replay/replay-policy.ts';

/** A policy that somebody asks to be tried, as the documents that were read. */
export interface AskedPolicy {
  readonly name: string;
  /** A policy document that was found valid, and the schedule documents that it names. */
  readonly policy: unknown;
  readonly schedules: readonly unknown[];
}

/** What came of one policy. */
export interface ReplayResult extends ReplayOutcome {
  readonly name: string;
  readonly kind: ReplayKind;
}

/** `baseline`: what pools do without a forecast; `asked`: what somebody asked for; `proposed`: what the app proposes. */
export type ReplayKind = 'baseline' | 'asked' | 'proposed';

/** The recorded demand that policies are tried on. */
export interface ReplayedDemand {
  /** Minutes since the epoch, from the first on, up to the last. */
  readonly fromMinute: number;
  readonly untilMinute: number;
  /** Costs and waits count from here on; before, a policy learns. */
  readonly scoredFromMinute: number;
  readonly recordedMinutes: number;
  readonly tasks: number;
}

/** How a pool is simulated, and where the times of its nodes come from. */
export interface ReplayedPool {
  readonly nodes: number;
  readonly tasksPerNode: number;
  readonly startMedianSeconds: number;
  readonly startSpread: number;
  readonly startShared: number;
  /** Starts of the pool that were measured; with too few the times are those of usual nodes. */
  readonly measuredStarts: number;
}

/** Policies that are tried on the recorded demand of a pool, as far as they have come. Plain data. */
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
  /** The policy document in force for the pool, on which a proposal is built. */
  readonly inForce: unknown;
  readonly price: Price | undefined;
  /** How many policies are tried in all; known as soon as the first is. */
  readonly policies: number | undefined;
  readonly demand: ReplayedDemand | undefined;
  readonly pool: ReplayedPool | undefined;
  /** The least node hours for which no task waits longer than with all nodes always on. */
  readonly leastHours: number | undefined;
  readonly results: readonly ReplayResult[];
  readonly recommendation: Recommendation | undefined;
  /** Why it failed. */
  readonly problem: string | undefined;
}

/** What the app proposes for a pool. */
export interface Recommendation {
  /** The name of its result. */
  readonly name: string;
  readonly policy: unknown;
  readonly schedules: readonly unknown[];
  readonly because: string;
}

/** A replay with the tag that the next write must bring along. */
export interface TaggedReplay {
  readonly replay: ReplayRecord;
  readonly tag: string;
}

/** Replays, under way and done. */
export interface Replays {
  get(id: string): Promise<TaggedReplay | undefined>;
  /** The last one that was asked for of a pool. */
  lastOf(pool: PoolName): Promise<ReplayRecord | undefined>;
  /** Keeps a new replay, as the last one of its pool. */
  create(replay: ReplayRecord): Promise<void>;
  /** Gives `false` where somebody else has written it meanwhile. */
  update(replay: ReplayRecord, tag: string): Promise<boolean>;
  /** Deletes those that were written last before an instant, in milliseconds since the epoch. Gives how many. */
  sweep(before: number): Promise<number>;
}

export interface HasReplays {
  readonly replays: Replays;
}

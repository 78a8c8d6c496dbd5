import type { Temporal } from 'temporal-polyfill';
import type { Announcement } from '../demand/announcement.ts';
import type { Override } from '../override/override.ts';
import type { PolicyHeading } from '../policy/choose-policy.ts';
import type { Policy } from '../policy/policy.ts';
import type { PoolName } from '../pool/pool-name.ts';
import type { Schedule } from '../schedule/schedule.ts';

/** A stored document that could be read. */
export interface ReadDocument<Value> {
  readonly version: string;
  readonly value: Value;
}

/** A stored document that could not be read, and the first thing that is wrong with it. */
export interface UnreadableDocument {
  readonly version: string;
  readonly fault: string;
  /** What it names as pools, if that much can be read. */
  readonly pools: readonly string[] | undefined;
  /** And as schedules. */
  readonly schedules: readonly string[] | undefined;
  /** And as pools that it depends on. */
  readonly dependsOn?: readonly string[] | undefined;
}

/** When somebody has last reset the circuit of a pool's gate, and under which correlation. */
export interface CircuitReset {
  readonly at: Temporal.Instant;
  /** `undefined` of one that was kept without it. */
  readonly correlation: string | undefined;
}

/** What people and systems have asked of a pool for a time; or why it cannot be read, so that the pool is left alone. */
export interface PoolDirectives {
  readonly override: Override | undefined;
  readonly announcements: readonly Announcement[];
  readonly circuitReset: CircuitReset | undefined;
  readonly fault: string | undefined;
  /** Is it the override that cannot be read? */
  readonly isOverrideUnknown: boolean;
  /** Each as id and version. */
  readonly versions: readonly string[];
}

/** Most pools have none. */
export const NO_DIRECTIVES: PoolDirectives = {
  override: undefined,
  announcements: [],
  circuitReset: undefined,
  fault: undefined,
  isOverrideUnknown: false,
  versions: [],
};

/** Somebody has put every policy to observe, until it is ended. */
export interface EmergencyStop {
  /** As it was written; empty where that cannot be read. */
  readonly at: string;
  readonly actor: string;
  readonly reason: string;
}

/** All documents there are, by id. */
export interface Documents {
  /** Holds for every pool. */
  readonly stop?: EmergencyStop | undefined;
  /** The directives of pools, by `directivesKey`; most pools have none. */
  readonly directives: ReadonlyMap<string, PoolDirectives>;
  readonly schedules: ReadonlyMap<string, ReadDocument<Schedule> | UnreadableDocument>;
  readonly policies: ReadonlyMap<string, ReadDocument<Policy> | UnreadableDocument>;
}

/** Pools are found in any letter case, as in Batch. */
export function directivesKey({ account, poolId }: PoolName): string {
  return `${account}/${poolId}`.toLowerCase();
}

/** What has to be known of each policy to choose one for a pool. */
export function headingsOf({ policies }: Documents): readonly PolicyHeading[] {
  return [...policies].map(([id, policy]) =>
    'value' in policy ? { id, pools: policy.value.pools } : { id, pools: policy.pools, fault: policy.fault },
  );
}

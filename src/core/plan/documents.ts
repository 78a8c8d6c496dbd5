import type { Temporal } from 'temporal-polyfill';
import type { Announcement } from '../demand/announcement.ts';
import type { Override } from '../override/override.ts';
import type { Policy } from '../policy/policy.ts';
import type { PolicyHeading } from '../policy/policy-heading.ts';
import type { PoolName } from '../pool/pool-name.ts';
import { rememberOf } from '../remember.ts';
import type { Schedule } from '../schedule/schedule.ts';

/** A stored document, parsed. */
export interface ReadDocument<Value> {
  readonly version: string;
  readonly value: Value;
}

/** A stored document that cannot be parsed, and its first fault. */
export interface UnreadableDocument {
  readonly version: string;
  readonly fault: string;
  /** The pools that it names, if these can be read. */
  readonly pools: readonly string[] | undefined;
  /** The schedules that it names, if these can be read. */
  readonly schedules: readonly string[] | undefined;
  /** The pools that it depends on, if these can be read. */
  readonly dependsOn?: readonly string[] | undefined;
}

/** The last reset of the circuit of a pool's gate, and its correlation. */
export interface CircuitReset {
  readonly at: Temporal.Instant;
  /** `undefined` for a reset that an older version stored. */
  readonly correlation: string | undefined;
}

/** A directive that cannot be parsed, and why. */
export interface UnreadableDirective {
  readonly kind: 'override' | 'announcement' | 'reset';
  readonly id: string;
  readonly fault: string;
}

/** The directives of people and systems for a pool. It is left alone while any of them cannot be parsed. */
export interface PoolDirectives {
  readonly override: Override | undefined;
  readonly announcements: readonly Announcement[];
  readonly circuitReset: CircuitReset | undefined;
  readonly unreadable: readonly UnreadableDirective[];
  /** Each as id and version. */
  readonly versions: readonly string[];
}

/** The value for most pools. */
export const NO_DIRECTIVES: PoolDirectives = {
  override: undefined,
  announcements: [],
  circuitReset: undefined,
  unreadable: [],
  versions: [],
};

/** An emergency stop: every policy observes until somebody ends it. */
export interface EmergencyStop {
  /** The instant as it was written; empty if it cannot be read. */
  readonly at: string;
  readonly actor: string;
  readonly reason: string;
}

/** All documents, by id. */
export interface Documents {
  /** Applies to every pool. */
  readonly stop?: EmergencyStop | undefined;
  /** The directives of pools, by `directivesKey`; most pools have none. */
  readonly directives: ReadonlyMap<string, PoolDirectives>;
  readonly schedules: ReadonlyMap<string, ReadDocument<Schedule> | UnreadableDocument>;
  readonly policies: ReadonlyMap<string, ReadDocument<Policy> | UnreadableDocument>;
}

/** The directives of a pool. */
export function directivesOf({ directives }: Documents, pool: PoolName): PoolDirectives {
  return (directives.size === 0 ? undefined : directives.get(directivesKey(pool))) ?? NO_DIRECTIVES;
}

/** Pools are matched in any letter case, as in Batch. */
export function directivesKey({ account, poolId }: PoolName): string {
  return `${account}/${poolId}`.toLowerCase();
}

/** The parts of each policy that are needed to choose one for a pool. */
export function headingsOf({ policies }: Pick<Documents, 'policies'>): readonly PolicyHeading[] {
  return headingsIn(policies);
}

const headingsIn = rememberOf((policies: Documents['policies']): readonly PolicyHeading[] =>
  [...policies].map(([id, policy]) =>
    'value' in policy ? { id, pools: policy.value.pools } : { id, pools: policy.pools, fault: policy.fault },
  ),
);

import type { PolicyHeading } from '../../core/policy/choose-policy.ts';
import type { Policy } from '../../core/policy/policy.ts';
import type { Schedule } from '../../core/schedule/schedule.ts';

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
}

/** All documents there are, by id. */
export interface Documents {
  readonly schedules: ReadonlyMap<string, ReadDocument<Schedule> | UnreadableDocument>;
  readonly policies: ReadonlyMap<string, ReadDocument<Policy> | UnreadableDocument>;
}

/** What has to be known of each policy to choose one for a pool. */
export function headingsOf({ policies }: Documents): readonly PolicyHeading[] {
  return [...policies].map(([id, policy]) =>
    'value' in policy ? { id, pools: policy.value.pools } : { id, pools: policy.pools, fault: policy.fault },
  );
}

import type { Act, TasksOnDeallocate } from '../pool/act.ts';

/**
 * The rule that decided: what the pool is doing itself (`pool`), who may be touched at all (`protection`), what somebody else
 * has done by hand (`manual`), an override, a maintenance window, the state of the node (`state`), the schedules, the work that waits or is
 * announced (`demand`), the idle timeout, the gate of
 * a started node (`gate`), or a limit on the number of acts (`budget`, `canary`).
 */
export type Rule =
  | 'pool'
  | 'protection'
  | 'manual'
  | 'override'
  | 'maintenance'
  | 'state'
  | 'schedule'
  | 'demand'
  | 'idle'
  | 'gate'
  | 'budget'
  | 'canary';

/** What to do with one node and why; `none` has a reason too. */
export interface Decision {
  readonly nodeId: string;
  readonly action: Act | 'none';
  readonly rule: Rule;
  /** One sentence for people, without a full stop. */
  readonly reason: string;
  /** Of a deallocation; `taskcompletion` where nothing is said. */
  readonly tasks?: TasksOnDeallocate | undefined;
}

/** Leaves a node as it is. */
export function leave(nodeId: string, rule: Rule, reason: string): Decision {
  return { nodeId, action: 'none', rule, reason };
}

/** What can be done to a node. */
export type Act = 'start' | 'deallocate';

/**
 * The rule that decided: what the pool is doing itself (`pool`), who may be touched at all (`protection`), the state of the
 * node (`state`), the schedules, the idle timeout, or a limit on the number of acts (`budget`).
 */
export type Rule = 'pool' | 'protection' | 'state' | 'schedule' | 'idle' | 'budget';

/** What to do with one node and why; `none` has a reason too. */
export interface Decision {
  readonly nodeId: string;
  readonly action: Act | 'none';
  readonly rule: Rule;
  /** One sentence for people, without a full stop. */
  readonly reason: string;
}

/** Leaves a node as it is. */
export function leave(nodeId: string, rule: Rule, reason: string): Decision {
  return { nodeId, action: 'none', rule, reason };
}

import type { Act, TasksOnDeallocate } from '../pool/act.ts';
import type { RuleName } from './rules.ts';

/** What to do with one node and why; `none` has a reason too. */
export interface Decision {
  readonly nodeId: string;
  readonly action: Act | 'none';
  /** The rule that decided. */
  readonly rule: RuleName;
  /** One sentence for people, without a full stop. */
  readonly reason: string;
  /** Of a deallocation; `taskcompletion` where nothing is said. */
  readonly tasks?: TasksOnDeallocate | undefined;
}

/** Leaves a node as it is. */
export function leave(nodeId: string, rule: RuleName, reason: string): Decision {
  return { nodeId, action: 'none', rule, reason };
}

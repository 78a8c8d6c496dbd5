/** What switches a node on or off. */
export type PowerAct = 'start' | 'deallocate';

/** What may repair a node whose start has failed: its machine restarts, or is set up anew. */
export type Repair = 'reboot' | 'reimage';

/** What budgets and limits count; `remove` gives a deallocated node back: it leaves its pool for good, and the pool's target falls. */
export type CountedAct = PowerAct | 'remove';

/** Every act that is counted. */
export const COUNTED_ACTS = ['start', 'deallocate', 'remove'] as const satisfies readonly CountedAct[];

/** Is it an act that budgets and limits count? */
export function isCounted(action: string): action is CountedAct {
  return COUNTED_ACTS.some((counted) => counted === action);
}

/** What can be done to a node; `quarantine` disables its scheduling. */
export type Act = CountedAct | Repair | 'quarantine';

/** Every act, as the API and the audit log name it. */
export const ACTS = [
  'start',
  'deallocate',
  'quarantine',
  'reboot',
  'reimage',
  'remove',
] as const satisfies readonly Act[];

/** What a deallocation does to tasks that run: they finish first, or end as Batch says. */
export type TasksOnDeallocate = 'taskcompletion' | 'requeue' | 'terminate';

/** What can become of an act. */
export const OUTCOMES = ['accepted', 'unneeded', 'refused', 'gone', 'failed', 'unknown'] as const;

/**
 * What became of an act.
 * - `accepted`: the service took the request; that is not yet "done"
 * - `unneeded`: the node was already where the act would have brought it
 * - `refused`: the service said no, the node decided for us
 * - `gone`: the node or its pool is no longer there
 * - `failed`: the request did not get through
 * - `unknown`: whether the request arrived could not be found out
 */
export type Outcome = (typeof OUTCOMES)[number];

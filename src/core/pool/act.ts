/** Acts that turn a node on or off. */
export type PowerAct = 'start' | 'deallocate';

/** Acts that may repair a node whose start has failed. */
export type Repair = 'reboot' | 'reimage';

/** Acts that budgets and limits count; `remove` deletes a deallocated node from its pool, and reduces the pool's target size. */
export type CountedAct = PowerAct | 'remove';

/** Every act that is counted. */
export const COUNTED_ACTS = ['start', 'deallocate', 'remove'] as const satisfies readonly CountedAct[];

/** Is it an act that budgets and limits count? */
export function isCounted(action: string): action is CountedAct {
  return COUNTED_ACTS.some((counted) => counted === action);
}

/** Every act on a node; `quarantine` disables its scheduling. */
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

/** What a deallocation does to running tasks: they finish first, or end by an option of Batch. */
export type TasksOnDeallocate = 'taskcompletion' | 'requeue' | 'terminate';

/** What can become of an act. */
export const OUTCOMES = ['accepted', 'unneeded', 'refused', 'gone', 'failed', 'unknown'] as const;

/**
 * The outcome of an act.
 * - `accepted`: Batch has accepted the request; that is not yet "done"
 * - `unneeded`: the node was in the requested state already
 * - `refused`: Batch has refused, so the state of the node decides
 * - `gone`: the node or its pool no longer exists
 * - `failed`: the request did not reach Batch
 * - `unknown`: it could not be found out whether the request arrived
 */
export type Outcome = (typeof OUTCOMES)[number];

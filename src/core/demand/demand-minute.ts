/** What was seen of the demand of a pool in one minute. */
export interface DemandMinute {
  /** Since the epoch. */
  readonly minute: number;
  /** Nodes that waiting and running work needs. */
  readonly needed: number;
  /** Nodes that were paid for, and of these nodes that ran tasks. */
  readonly paid: number;
  readonly busy: number;
  readonly waitingTasks: number;
  readonly runningTasks: number;
  /** Since the minute before, all families together. */
  readonly submittedTasks: number;
  readonly endedTasks: number;
  /** The families among these that have submitted or ended most, the largest first; no more than `MOST_FAMILIES`. */
  readonly families: readonly FamilyMinute[];
}

/** What one family of jobs has submitted and ended in a minute, and which of its tasks others have held back. */
export interface FamilyMinute {
  readonly family: string;
  readonly submittedTasks: number;
  readonly endedTasks: number;
  /** Of those submitted, those that wait for other tasks of their jobs; left out where none does. */
  readonly heldTasks?: number;
  /** Those that had waited for others and can run since; left out where none did. */
  readonly releasedTasks?: number;
}

/** So many families are told apart in one minute; the others are in the totals alone. */
export const MOST_FAMILIES = 3;

/** The observed demand of a pool in one minute. */
export interface DemandMinute {
  /** Minutes since the epoch. */
  readonly minute: number;
  /** Nodes of the pool; missing in the records of older versions. */
  readonly nodes?: number;
  /** Nodes that waiting and running work needs. */
  readonly needed: number;
  /** Nodes that were paid for, and those of them that ran tasks. */
  readonly paid: number;
  readonly busy: number;
  readonly waitingTasks: number;
  readonly runningTasks: number;
  /** Since the previous minute, for all families together. */
  readonly submittedTasks: number;
  readonly endedTasks: number;
  /** The families with the most submitted or ended tasks, the largest first; at most `MOST_FAMILIES`. */
  readonly families: readonly FamilyMinute[];
}

/** What one family of jobs has submitted and ended in a minute, and which of its tasks waited for others. */
export interface FamilyMinute {
  readonly family: string;
  readonly submittedTasks: number;
  readonly endedTasks: number;
  /** Of the submitted tasks, those that wait for other tasks of their jobs; missing if there are none. */
  readonly heldTasks?: number;
  /** Tasks that waited for others before and are runnable now; missing if there are none. */
  readonly releasedTasks?: number;
}

/** How many families a minute distinguishes; the others are only in the totals. */
export const MOST_FAMILIES = 3;

/** Tasks of one family that were submitted in the same minute, and started in the same minute. */
export interface TaskGroup {
  readonly family: string;
  readonly submittedMinute: number;
  readonly startedMinute: number;
  /** Do they wait for other tasks of their family? */
  readonly isHeld: boolean;
  /** When they became runnable, if they waited for others. */
  readonly release: Release | undefined;
  tasks: number;
}

/** The end of tasks that others of their family waited for. */
export interface Release {
  readonly minute: number;
  /** The tasks that ended last; `undefined` if no end was recorded. */
  after: TaskGroup | undefined;
}

/** How many tasks there are in all. */
export function tasksOf(groups: readonly TaskGroup[]): number {
  return groups.reduce((sum, { tasks }) => sum + tasks, 0);
}

/** Takes up to `tasks` tasks from the wanted groups, the first groups first. */
export function takeFrom(groups: readonly TaskGroup[], isWanted: (group: TaskGroup) => boolean, tasks: number) {
  const taken: TaskGroup[] = [];
  const left: TaskGroup[] = [];
  let missing = tasks;
  for (const group of groups) {
    const part = missing > 0 && isWanted(group) ? Math.min(missing, group.tasks) : 0;
    if (part > 0) taken.push({ ...group, tasks: part });
    if (part < group.tasks) left.push({ ...group, tasks: group.tasks - part });
    missing -= part;
  }
  return { taken, left };
}

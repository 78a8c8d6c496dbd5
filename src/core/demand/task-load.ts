/** A number of tasks, and the task slots that they need or hold together. */
export interface TaskLoad {
  readonly tasks: number;
  readonly slots: number;
}

/** No tasks at all. */
export const NO_LOAD: TaskLoad = { tasks: 0, slots: 0 };

/** Tasks of one family that were submitted in the same minute, and started in the same minute. */
export interface TaskGroup {
  readonly family: string;
  readonly submittedMinute: number;
  readonly startedMinute: number;
  /** When they became runnable, if they waited for others. */
  readonly release: Release | undefined;
  readonly tasks: number;
}

/** The end of tasks that others of their family waited for. */
export interface Release {
  readonly minute: number;
  /** The tasks that ended last; `undefined` if no end was recorded. */
  after: TaskGroup | undefined;
}

interface Queue {
  readonly entries: { readonly place: number; group: TaskGroup }[];
  /** The entries before it are taken. */
  front: number;
}

/**
 * Groups of tasks, first in, first out, in one queue for each key. To take tasks costs the same however many wait behind them: a
 * pool may have a queue of days.
 */
export class TaskQueues {
  /** All tasks together. */
  tasks = 0;
  readonly #queues = new Map<string, Queue>();
  #added = 0;

  add(group: TaskGroup, key: string): void {
    const queue = this.#queues.get(key) ?? { entries: [], front: 0 };
    this.#queues.set(key, queue);
    queue.entries.push({ place: this.#added++, group });
    this.tasks += group.tasks;
  }

  /** Takes up to `tasks` tasks, the first groups of a key first; without a key, the first groups of all. */
  take(tasks: number, key?: string): readonly TaskGroup[] {
    const taken: TaskGroup[] = [];
    for (let missing = tasks; missing > 0; ) {
      const from = key ?? this.#firstKey();
      const part = from === undefined ? undefined : this.#takePart(from, missing);
      if (part === undefined) break;
      taken.push(part);
      missing -= part.tasks;
    }
    return taken;
  }

  #takePart(key: string, most: number): TaskGroup | undefined {
    const queue = this.#queues.get(key);
    const first = queue?.entries[queue.front];
    if (queue === undefined || first === undefined) return undefined;
    const tasks = Math.min(most, first.group.tasks);
    const part = { ...first.group, tasks };
    if (tasks < first.group.tasks) first.group = { ...first.group, tasks: first.group.tasks - tasks };
    else if (++queue.front === queue.entries.length) this.#queues.delete(key);
    this.tasks -= tasks;
    return part;
  }

  #firstKey(): string | undefined {
    let first: { readonly key: string; readonly place: number } | undefined;
    for (const [key, { entries, front }] of this.#queues) {
      const place = entries[front]?.place ?? Number.POSITIVE_INFINITY;
      if (first === undefined || place < first.place) first = { key, place };
    }
    return first?.key;
  }
}

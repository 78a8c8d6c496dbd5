import type { JournalEntry } from '../../../src/emulator/world/journal.ts';
import type { StormPool } from '../storm-pools.ts';

type TaskEntry = JournalEntry & { readonly kind: 'task' };

const HURT_BY = { requeue: 'requeued', terminate: 'terminated' } as const;

/** What was done to tasks, entry by entry. */
export class TaskLaws {
  readonly #pools: readonly StormPool[];
  /** Nodes that have begun to leave their pool. */
  readonly #vanishing = new Set<string>();

  constructor(pools: readonly StormPool[]) {
    this.#pools = pools;
  }

  /** What breaks law 1: a task that was hurt where no policy says so, a node that went with a task on it, or was removed with one. */
  breachesOf(entry: JournalEntry): readonly string[] {
    if (entry.kind === 'task') return this.#hurt(entry);
    if (entry.kind !== 'transition') return [];
    if (entry.to === 'leavingpool') this.#vanishing.add(entry.node);
    if (entry.to !== 'deallocated' || entry.runningTasks === 0) return [];
    return [`law 1: ${entry.node} was deallocated with ${entry.runningTasks} tasks`];
  }

  #hurt({ change, task, node, pool }: TaskEntry): readonly string[] {
    if (change !== 'requeued' && change !== 'terminated') return [];
    // A node that vanishes takes its tasks with it: that is not ours. One that we remove must have none.
    if (this.#vanishing.has(node)) return [];
    const { hurry } = this.#pools.find(({ id }) => id === pool) ?? {};
    const isMeant = hurry !== undefined && change === HURT_BY[hurry.tasks];
    return isMeant ? [] : [`law 1: the task ${task} was ${change} on ${node}`];
  }
}

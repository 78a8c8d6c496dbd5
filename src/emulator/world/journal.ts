import type { WireNodeState } from '../../wire/node.ts';

/** The record of every request and every change. */
export type JournalEvent =
  | {
      readonly kind: 'request';
      readonly operation: string;
      readonly method: string;
      readonly path: string;
      readonly query: Readonly<Record<string, string>>;
      readonly account?: string;
      readonly status: number;
      readonly code?: string;
      readonly clientRequestId?: string;
      readonly body?: unknown;
    }
  | {
      readonly kind: 'transition';
      readonly account: string;
      readonly pool: string;
      readonly node: string;
      readonly isDedicated: boolean;
      readonly from: WireNodeState | null;
      readonly to: WireNodeState | null;
      /** Tasks that were running on the node at that moment. */
      readonly runningTasks: number;
    }
  | {
      readonly kind: 'task';
      readonly account: string;
      readonly job: string;
      readonly task: string;
      readonly pool: string;
      readonly node: string;
      readonly change: TaskChange;
    };

/** Changes of a task: `retried` after a failure of its own, `requeued` and `terminated` by a request. */
export type TaskChange = 'started' | 'completed' | 'retried' | 'requeued' | 'terminated';

/** An event with its number, from 1, and its virtual time. */
export type JournalEntry = JournalEvent & { readonly number: number; readonly at: string };

/** The content of a journal: its entries, and the number of the last. */
export interface SavedJournal {
  readonly number: number;
  readonly entries: readonly JournalEntry[];
}

/** Which entries to show; a missing member matches all. */
export interface JournalFilter {
  readonly after: number;
  readonly limit: number;
  readonly kind: string | undefined;
}

/** Everything that happened, in order. The oldest entries are dropped beyond `capacity`. */
export class Journal {
  readonly #capacity: number;
  #entries: JournalEntry[] = [];
  #number = 0;

  constructor(capacity: number) {
    this.#capacity = capacity;
  }

  record(at: string, event: JournalEvent): void {
    this.#number += 1;
    this.#entries.push({ number: this.#number, at, ...event });
    // Dropping a tenth at a time keeps the cost per entry constant.
    if (this.#entries.length > this.#capacity * 1.1) this.#entries = this.#entries.slice(-this.#capacity);
  }

  /** Entries with a number above `after`, oldest first. */
  entries({ after, limit, kind }: JournalFilter): readonly JournalEntry[] {
    const first = this.#entries.at(0)?.number ?? 1;
    return this.#entries
      .slice(Math.max(0, after + 1 - first))
      .filter((entry) => kind === undefined || entry.kind === kind)
      .slice(0, limit);
  }

  /** The changes of nodes after an instant (in the wire format), newest first. */
  *transitionsSince(at: string): Iterable<JournalEntry & { readonly kind: 'transition' }> {
    for (let index = this.#entries.length - 1; index >= 0; index -= 1) {
      const entry = this.#entries[index];
      if (entry === undefined || entry.at <= at) return;
      if (entry.kind === 'transition') yield entry;
    }
  }

  /** The whole content, to be saved. */
  save(): SavedJournal {
    return { number: this.#number, entries: this.#entries };
  }

  /** Restores the content of another journal. */
  restore({ number, entries }: SavedJournal): void {
    this.#number = number;
    this.#entries = [...entries];
  }

  /** How many entries were forgotten. */
  get forgotten(): number {
    return this.#number - this.#entries.length;
  }
}

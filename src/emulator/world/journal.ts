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

/** The most characters of all bodies: a body in memory takes several times as much. */
const MOST_BODY_CHARACTERS = 64 * 1024 * 1024;

/** Everything that happened, in order. The oldest entries are dropped beyond `capacity`, or if their bodies are too long together. */
export class Journal {
  readonly #capacity: number;
  #entries: JournalEntry[] = [];
  /** The lengths of the bodies of the entries, and their sum. */
  #lengths: number[] = [];
  #length = 0;
  #number = 0;

  constructor(capacity: number) {
    this.#capacity = capacity;
  }

  /** @param length the length of the body, if it has one */
  record(at: string, event: JournalEvent, length = 0): void {
    this.#number += 1;
    this.#entries.push({ number: this.#number, at, ...event });
    this.#lengths.push(length);
    this.#length += length;
    // Dropping a tenth at a time keeps the cost per entry constant.
    if (this.#entries.length > this.#capacity * 1.1 || this.#length > MOST_BODY_CHARACTERS * 1.1) this.#drop();
  }

  #drop(): void {
    let first = Math.max(0, this.#entries.length - this.#capacity);
    let length = this.#lengths.slice(first).reduce((sum, one) => sum + one, 0);
    for (; length > MOST_BODY_CHARACTERS; first += 1) length -= this.#lengths[first] ?? 0;
    this.#entries = this.#entries.slice(first);
    this.#lengths = this.#lengths.slice(first);
    this.#length = length;
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
    this.#lengths = entries.map(lengthOf);
    this.#length = this.#lengths.reduce((sum, one) => sum + one, 0);
  }

  /** How many entries were forgotten. */
  get forgotten(): number {
    return this.#number - this.#entries.length;
  }
}

function lengthOf(entry: JournalEntry): number {
  return entry.kind === 'request' && entry.body !== undefined ? JSON.stringify(entry.body).length : 0;
}

import { Temporal } from 'temporal-polyfill';
import type { AuditRecord } from '../../src/core/audit/record.ts';
import type { JournalEntry } from '../../src/emulator/world/journal.ts';
import { auditBreaches, taskBreaches } from '../app/support/witness.ts';
import { actsIn } from '../storm/laws/witnessed-act.ts';
import type { MonthAccount } from './month-account.ts';
import { type Causes, type Change, causesOf } from './month-causes.ts';

/** A span in seconds since the month began. */
export interface Span {
  readonly fromS: number;
  readonly untilS: number;
}

/** What the journal of the emulator has told of a month: when tasks began and ended, and what became of nodes. */
export class MonthWitness {
  /** In seconds since the month began, by `job/task`. */
  readonly began = new Map<string, number>();
  readonly ended = new Map<string, number>();
  /** Requests to start a node that were taken, by pool. */
  readonly starts = new Map<string, number[]>();
  readonly #changes = new Map<string, Change[]>();
  readonly #begin: number;

  constructor(account: Pick<MonthAccount, 'instantAt'>) {
    this.#begin = account.instantAt(0).epochMilliseconds;
  }

  /** Hears what came to the journal, and gives what breaks a law there or beside the audit records of the same time. */
  hear(journal: readonly JournalEntry[], records: readonly AuditRecord[]): readonly string[] {
    const acts = actsIn(journal).map((act) => ({ ...act, body: undefined }));
    for (const entry of journal) this.#note(entry);
    for (const { pool, action, at } of acts)
      if (action === 'start') push(this.starts, pool, this.#secondsAt(at.toString()));
    return [
      ...taskBreaches({ journal, acts, records }),
      ...auditBreaches({ journal, acts, records }),
      ...acts.filter(({ status }) => status !== 202).map((act) => `${act.action} of ${act.node}: ${act.status}`),
    ];
  }

  #note(entry: JournalEntry): void {
    const atS = this.#secondsAt(entry.at);
    if (entry.kind === 'transition') push(this.#changes, entry.pool, { atS, node: entry.node, to: entry.to });
    if (entry.kind !== 'task') return;
    if (entry.change === 'started') this.began.set(`${entry.job}/${entry.task}`, atS);
    if (entry.change === 'completed') this.ended.set(`${entry.job}/${entry.task}`, atS);
  }

  /** What nodes were paid for in a span: from the request to start one until its deallocation is over. */
  causes(pool: string, span: Span): Causes {
    return causesOf(this.#changes.get(pool) ?? [], span);
  }

  /** How many nodes of a pool were idle just before a moment. */
  idleAt(pool: string, atS: number): number {
    const states = new Map<string, string | null>();
    for (const change of this.#changes.get(pool) ?? []) {
      if (change.atS >= atS) break;
      states.set(change.node, change.to);
    }
    return [...states.values()].filter((state) => state === 'idle').length;
  }

  #secondsAt(at: string): number {
    return (Temporal.Instant.from(at).epochMilliseconds - this.#begin) / 1000;
  }
}

function push<Value>(lists: Map<string, Value[]>, key: string, value: Value): void {
  const list = lists.get(key);
  if (list === undefined) lists.set(key, [value]);
  else list.push(value);
}

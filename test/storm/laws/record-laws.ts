import { createHash } from 'node:crypto';
import { type ChainEnd, linkFault } from '../../../src/core/audit/chain.ts';
import { type AuditRecord, recordId } from '../../../src/core/audit/record.ts';
import type { ReceivedEvent } from '../perform/storm-receiver.ts';
import type { HandRequest } from './step-laws.ts';
import type { WitnessedAct } from './witnessed-act.ts';

const sha256 = (text: string) => createHash('sha256').update(text).digest('hex');

/** What records are judged by. */
export interface RecordTestimony {
  readonly byHand: ReadonlyMap<string, HandRequest>;
  /** Pools in which somebody has acted past the app. */
  readonly meddled: ReadonlySet<string>;
}

/** Holds the records of pools against what was seen of them, record by record in the order of their chains. */
export class RecordLaws {
  readonly #testimony: RecordTestimony;
  readonly #ends = new Map<string, ChainEnd>();
  readonly #known = new Set<string>();
  readonly #meant = new Set<string>();
  readonly #answered = new Set<string>();
  readonly #ended = new Set<string>();

  constructor(testimony: RecordTestimony) {
    this.#testimony = testimony;
  }

  /** The number of the last record of a pool that was taken. */
  lastOf(pool: string): number {
    return this.#ends.get(pool)?.number ?? 0;
  }

  /** Whether a record was taken. */
  knows(id: string): boolean {
    return this.#known.has(id);
  }

  /** What the next record of a pool breaks. */
  breachesOf(pool: string, record: AuditRecord): readonly string[] {
    const { chain, number, hash, phase } = record;
    const fault = linkFault(record, this.#ends.get(pool) ?? { chain, number: 0, hash: '' }, sha256);
    this.#ends.set(pool, { chain, number, hash });
    this.#known.add(recordId(record));
    if (phase === 'intent') this.#meant.add(nameOfIntent(record));
    return [
      ...(fault === undefined ? [] : [`the chain of ${pool}: ${fault}`]),
      ...this.#answerBreaches(record),
      ...this.#endBreaches(record),
      ...this.#wishBreaches(record, pool),
    ];
  }

  /** Acts that nobody has meant to do. */
  unmeant(acts: readonly WitnessedAct[]): readonly string[] {
    return acts
      .filter((act) => !this.#meant.has(nameOf(act)))
      .map(({ action, node, at }) => `law 4: ${action} of ${node} at ${at} without an intent`);
  }

  /** What was told, and has no record. */
  untrue(events: readonly ReceivedEvent[]): readonly string[] {
    return events
      .filter(({ id }) => !this.#known.has(id))
      .map(({ id, type }) => `law 4: ${type} was told as ${id}, which the audit log has not`);
  }

  #answerBreaches(record: AuditRecord): readonly string[] {
    const { phase, intent = '' } = record;
    if (phase !== 'outcome' || isNew(this.#answered, intent)) return [];
    return [`law 4: the intent ${intent} has another outcome: ${recordId(record)}`];
  }

  #endBreaches(record: AuditRecord): readonly string[] {
    const { action, correlation } = record;
    const isEnd = action.endsWith('.ended') && this.#testimony.byHand.has(correlation);
    if (!isEnd || isNew(this.#ended, correlation)) return [];
    return [`law 9: the request ${correlation} has another end: ${recordId(record)}`];
  }

  /** What nobody has done to a node is never taken for somebody's wish: neither a start that failed nor an act of ours that was forgotten. */
  #wishBreaches({ action, subject, at }: AuditRecord, pool: string): readonly string[] {
    if (!action.startsWith('node.manual-') || this.#testimony.meddled.has(pool)) return [];
    return [`law 10: ${action} of ${subject.node} at ${at}, and nobody was there`];
  }
}

function isNew(known: Set<string>, name: string): boolean {
  const wasKnown = known.has(name);
  known.add(name);
  return !wasKnown;
}

function nameOfIntent({ correlation, subject, action }: AuditRecord): string {
  return `${correlation} ${subject.node?.toLowerCase()} ${action}`;
}

function nameOf({ correlation, node, action }: WitnessedAct): string {
  return `${correlation} ${node} ${action}`;
}

import { createHash } from 'node:crypto';
import { auditTable } from '../../../src/adapters/tables/audit/audit-table.ts';
import { tables } from '../../../src/adapters/tables/storage/table.ts';
import { type ChainEnd, linkFault } from '../../../src/core/audit/chain.ts';
import { type AuditRecord, recordId } from '../../../src/core/audit/record.ts';
import type { Stage } from '../perform/stage.ts';
import type { WitnessedAct } from './witnessed-act.ts';

/** So much later than others a record may be written that is before them in time: an app has stood still, or its clock is behind. */
const LATE = { minutes: 30 };

const sha256 = (text: string) => createHash('sha256').update(text).digest('hex');

/** Holds the audit log of each pool against what its nodes have seen, as far as it is new. */
export class AuditLaws {
  readonly #stage: Stage;
  readonly #ends = new Map<string, ChainEnd>();
  readonly #meant = new Set<string>();
  readonly #answered = new Set<string>();

  constructor(stage: Stage) {
    this.#stage = stage;
  }

  /** Reads on in the chains of the pools that were acted on. */
  async breachesOf(acts: readonly WitnessedAct[]): Promise<readonly string[]> {
    const pools = [...new Set(acts.map((act) => act.pool))];
    // Read as a whole before any is taken: what cannot be read is read again.
    const news = await Promise.all(pools.map((pool) => this.#newOf(pool)));
    return [
      ...pools.flatMap((pool, index) => news[index]?.flatMap((record) => this.#take(pool, record)) ?? []),
      ...acts.filter((act) => !this.#meant.has(nameOf(act))).map(unmeant),
    ];
  }

  #take(pool: string, record: AuditRecord): readonly string[] {
    const { chain, number, hash, phase, intent = '' } = record;
    const fault = linkFault(record, this.#ends.get(pool) ?? { chain, number: 0, hash: '' }, sha256);
    this.#ends.set(pool, { chain, number, hash });
    if (phase === 'intent') this.#meant.add(nameOfIntent(record));
    const isAnother = phase === 'outcome' && this.#answered.has(intent);
    if (phase === 'outcome') this.#answered.add(intent);
    return [
      ...(fault === undefined ? [] : [`the chain of ${pool}: ${fault}`]),
      ...(isAnother ? [`law 4: the intent ${intent} has another outcome: ${recordId(record)}`] : []),
    ];
  }

  async #newOf(pool: string): Promise<readonly AuditRecord[]> {
    const { system } = this.#stage;
    const last = this.#ends.get(pool)?.number ?? 0;
    const late = await recordsOf(system.storage, { pool, from: system.now().subtract(LATE) });
    const records = late.filter(({ number }) => number > last);
    const isWhole = records.length === (records.at(-1)?.number ?? last) - last;
    return isWhole ? records : (await recordsOf(system.storage, { pool })).filter(({ number }) => number > last);
  }
}

/** Records of a pool in the order of their numbers, past every fault. */
export async function recordsOf(
  storage: string,
  range: { readonly pool: string; readonly from?: AuditRecord['at'] },
): Promise<readonly AuditRecord[]> {
  const tableOf = tables({ kind: 'connection-string', connectionString: storage }, () => {
    throw new Error('No token is needed here.');
  });
  const records: AuditRecord[] = [];
  const filter = { account: 'demo', order: 'oldest', ...range } as const;
  for await (const page of auditTable(tableOf('Audit')).stream(filter)) records.push(...page);
  return records.toSorted((a, b) => a.number - b.number);
}

/** Acts that nobody has meant to do, as far as some records tell. */
export function unmeantBreaches(records: readonly AuditRecord[], acts: readonly WitnessedAct[]): readonly string[] {
  const meant = new Set(records.filter(({ phase }) => phase === 'intent').map(nameOfIntent));
  return acts.filter((act) => !meant.has(nameOf(act))).map(unmeant);
}

function nameOfIntent({ correlation, subject, action }: AuditRecord): string {
  return `${correlation} ${subject.node?.toLowerCase()} ${action}`;
}

function nameOf({ correlation, node, action }: WitnessedAct): string {
  return `${correlation} ${node} ${action}`;
}

function unmeant({ action, node, at }: WitnessedAct): string {
  return `law 4: ${action} of ${node} at ${at} without an intent`;
}

import { auditTable } from '../../../src/adapters/tables/audit/audit-table.ts';
import { tables } from '../../../src/adapters/tables/storage/table.ts';
import { type AuditRecord, recordId } from '../../../src/core/audit/record.ts';
import type { AuditFilter } from '../../../src/ports/audit.ts';
import type { Stage } from '../perform/stage.ts';
import type { ReceivedEvent } from '../perform/storm-receiver.ts';
import { RecordLaws } from './record-laws.ts';
import type { WitnessedAct } from './witnessed-act.ts';

/** So much later than others a record may be written that is before them in time: an app has stood still, or its clock is behind. */
const LATE = { minutes: 30 };

/** What is new since the audit log was read last. */
export interface News {
  readonly acts: readonly WitnessedAct[];
  readonly events: readonly ReceivedEvent[];
}

/** What the audit log is judged by, and where it is. */
export type AuditStage = Pick<Stage, 'byHand' | 'meddled'> & {
  readonly pools: readonly Pick<Stage['pools'][number], 'id'>[];
  readonly system: Pick<Stage['system'], 'storage' | 'now'>;
};

/** Holds the audit log of each pool against what its nodes and the receivers have seen, as far as it is new. */
export class AuditLaws {
  readonly #stage: AuditStage;
  readonly #laws: RecordLaws;

  constructor(stage: AuditStage) {
    this.#stage = stage;
    this.#laws = new RecordLaws(stage);
  }

  /** Reads on in the chains of the pools that were acted on, or that something was told of. */
  async breachesOf({ acts, events }: News): Promise<readonly string[]> {
    const ids = new Set(this.#stage.pools.map(({ id }) => id));
    const told = events.filter(({ data }) => ids.has(data.pool ?? ''));
    const pools = [...new Set([...acts.map(({ pool }) => pool), ...told.map(({ data }) => data.pool ?? '')])];
    // Read as a whole before any is taken: what cannot be read is read again.
    const news = await Promise.all(
      pools.map((pool) =>
        this.#newOf(
          pool,
          told.filter(({ data }) => data.pool === pool),
        ),
      ),
    );
    return [
      ...pools.flatMap((pool, index) => news[index]?.flatMap((record) => this.#laws.breachesOf(pool, record)) ?? []),
      ...this.#laws.unmeant(acts),
      ...this.#laws.untrue(told),
    ];
  }

  /** An event can be delivered long after its record was written, as its message may be retried: then the whole chain is read. */
  async #newOf(pool: string, told: readonly ReceivedEvent[]): Promise<readonly AuditRecord[]> {
    const { system } = this.#stage;
    const last = this.#laws.lastOf(pool);
    const late = await recordsOf(system.storage, { pool, from: system.now().subtract(LATE) });
    const records = late.filter(({ number }) => number > last);
    const read = new Set(records.map(recordId));
    const isWhole =
      records.length === (records.at(-1)?.number ?? last) - last &&
      told.every(({ id }) => read.has(id) || this.#laws.knows(id));
    return isWhole ? records : (await recordsOf(system.storage, { pool })).filter(({ number }) => number > last);
  }
}

/** Records of a pool in the order of their numbers, past every fault. */
export async function recordsOf(
  storage: string,
  range: { readonly pool: string; readonly from?: AuditRecord['at'] },
): Promise<readonly AuditRecord[]> {
  return (await auditOf(storage, { account: 'demo', ...range })).toSorted((a, b) => a.number - b.number);
}

/** What the audit log has for a filter, the oldest first. */
export async function auditOf(storage: string, filter: AuditFilter): Promise<readonly AuditRecord[]> {
  const tableOf = tables({ kind: 'connection-string', connectionString: storage }, () => {
    throw new Error('No token is needed here.');
  });
  const records: AuditRecord[] = [];
  for await (const page of auditTable(tableOf('Audit')).stream({ ...filter, order: 'oldest' })) records.push(...page);
  return records;
}

import { type ChainEnd, linkEntries, linkFault } from '../../src/core/audit/chain.ts';
import { type AuditEntry, type AuditRecord, recordId } from '../../src/core/audit/record.ts';
import type { AuditFilter, AuditReader, AuditWriter } from '../../src/ports/audit.ts';
import { sha256 } from '../../src/ports/sha256.ts';

interface Chain {
  /** Where the records begin that are still here. */
  begin: ChainEnd;
  records: AuditRecord[];
}

/** What the check of the chains has found. */
export interface CheckedChains {
  readonly records: number;
  readonly faults: readonly string[];
}

/** The audit log in memory, a chain a pool. What was checked is thrown away, as months go to the archive. */
export class MemoryAudit implements Pick<AuditWriter, 'append'>, Pick<AuditReader, 'stream'> {
  readonly #chains = new Map<string, Chain>();

  async append(entries: readonly AuditEntry[], { stillMay }: { stillMay?: (() => Promise<void>) | undefined } = {}) {
    await stillMay?.();
    return entries.map((entry): AuditRecord => {
      const name = entry.subject.pool ?? '';
      const chain = this.#chains.get(name) ?? { begin: { chain: name, number: 0, hash: '' }, records: [] };
      this.#chains.set(name, chain);
      const records = linkEntries(endOf(chain), [entry], sha256);
      chain.records.push(...records);
      return records[0] as AuditRecord;
    });
  }

  async *stream({ pool = '', correlation }: AuditFilter) {
    const { records = [] } = this.#chains.get(pool) ?? {};
    yield records.filter((record) => record.correlation === correlation).toReversed();
  }

  /** Those that are still here, each chain from its oldest on. */
  get records(): readonly AuditRecord[] {
    return [...this.#chains.values()].flatMap(({ records }) => records);
  }

  /** Checks every chain to its end, and that each intent has one outcome; then only the ends are kept. */
  check(): CheckedChains {
    const found = { records: 0, faults: [] as string[] };
    for (const chain of this.#chains.values()) {
      let last = chain.begin;
      for (const record of chain.records) {
        const fault = linkFault(record, last, sha256);
        if (fault !== undefined) found.faults.push(fault);
        last = record;
      }
      const answered = Map.groupBy(chain.records, ({ intent }) => intent);
      const open = chain.records.filter((one) => one.phase === 'intent' && answered.get(recordId(one))?.length !== 1);
      found.faults.push(...open.map((one) => `the intent ${recordId(one)} has not one outcome`));
      found.records += chain.records.length;
      chain.begin = endOf(chain);
      chain.records = [];
    }
    return found;
  }
}

function endOf({ begin, records }: Chain): ChainEnd {
  const { chain, number, hash } = records.at(-1) ?? begin;
  return { chain, number, hash };
}

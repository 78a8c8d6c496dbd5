import type { AuditEntry, AuditRecord } from '../../../src/core/audit/record.ts';

/** An audit log in memory: its records by correlation, in order. */
export class ModelLog {
  readonly #of = new Map<string, AuditRecord[]>();
  #number = 0;

  append(entries: readonly AuditEntry[]): readonly AuditRecord[] {
    return entries.map((entry) => {
      this.#number += 1;
      const record = { ...entry, chain: 'model', number: this.#number, previous: '', hash: '' };
      const records = this.#of.get(entry.correlation);
      if (records === undefined) this.#of.set(entry.correlation, [record]);
      else records.push(record);
      return record;
    });
  }

  of(correlation: string): readonly AuditRecord[] {
    return this.#of.get(correlation) ?? [];
  }

  all(): readonly AuditRecord[] {
    return [...this.#of.values()].flat();
  }
}

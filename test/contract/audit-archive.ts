import { describe, expect, it } from 'vitest';
import type { AuditRecord } from '../../src/core/audit/record.ts';
import type { AuditArchive } from '../../src/ports/audit-archive.ts';
import { NOON } from '../support/builders.ts';
import { type Backend, onEach } from './backend.ts';

function aRecord(number: number): AuditRecord {
  return {
    at: NOON.add({ seconds: number }),
    actor: 'timer:evaluate-pools',
    action: 'start',
    phase: 'event',
    subject: { account: 'demo', pool: 'render', node: undefined, document: undefined },
    reason: `#${number}: ü`,
    correlation: 'c1',
    chain: 'p.demo.render.2026-03',
    number,
    previous: '',
    hash: `${number}`,
  };
}

async function* inBatches(count: number, endsWith?: Error): AsyncGenerator<readonly AuditRecord[]> {
  for (let first = 1; first <= count; first += 100) {
    yield Array.from({ length: Math.min(100, count - first + 1) }, (_, index) => aRecord(first + index));
  }
  if (endsWith !== undefined) throw endsWith;
}

/** What every archive of the audit log does: a file is there as a whole, or as it was. */
export function auditArchiveContract(backend: Backend<AuditArchive>): void {
  describe('a file of the archive', () => {
    let archive: AuditArchive;
    onEach(backend, (port) => {
      archive = port;
    });

    async function numbersIn(name: string): Promise<readonly number[] | undefined> {
      const file = await backend.open().read(name);
      if (file === undefined) return undefined;
      const numbers: number[] = [];
      for await (const records of file) numbers.push(...records.map(({ number }) => number));
      return numbers;
    }

    it('has its records in their order, as they were written', async () => {
      await archive.write('order.jsonl.gz', inBatches(1250));
      expect(await numbersIn('order.jsonl.gz')).toEqual(Array.from({ length: 1250 }, (_, index) => index + 1));
      await archive.write('one.jsonl.gz', inBatches(1));
      for await (const [record] of (await archive.read('one.jsonl.gz')) ?? []) expect(record).toMatchObject(aRecord(1));
    });

    it('is not there before it is written', async () => {
      expect(await numbersIn('none.jsonl.gz')).toBeUndefined();
    });

    it('replaces one of the same name, and stays as it was where writing ends early', async () => {
      await archive.write('again.jsonl.gz', inBatches(2));
      await archive.write('again.jsonl.gz', inBatches(3));
      await expect(archive.write('again.jsonl.gz', inBatches(5, new Error('the table went away')))).rejects.toThrow();
      expect(await numbersIn('again.jsonl.gz')).toEqual([1, 2, 3]);
    });
  });
}

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

    /** Writes a file in parts. */
    async function write(name: string, batches: AsyncIterable<readonly AuditRecord[]>): Promise<void> {
      let parts = 0;
      for await (const records of batches) {
        await archive.stage(name, parts, records);
        parts += 1;
      }
      await archive.commit(name, parts);
    }

    it('has its records in their order, as they were written', async () => {
      await write('order.jsonl.gz', inBatches(1250));
      expect(await numbersIn('order.jsonl.gz')).toEqual(Array.from({ length: 1250 }, (_, index) => index + 1));
      await write('one.jsonl.gz', inBatches(1));
      for await (const [record] of (await archive.read('one.jsonl.gz')) ?? []) expect(record).toMatchObject(aRecord(1));
    });

    it('is not there before it is written', async () => {
      expect(await numbersIn('none.jsonl.gz')).toBeUndefined();
    });

    it('replaces one of the same name, and stays as it was where writing ends early', async () => {
      await write('again.jsonl.gz', inBatches(2));
      await write('again.jsonl.gz', inBatches(3));
      await expect(write('again.jsonl.gz', inBatches(5, new Error('the table went away')))).rejects.toThrow();
      await expect(archive.commit('again.jsonl.gz', 2)).rejects.toThrow();
      expect(await numbersIn('again.jsonl.gz')).toEqual([1, 2, 3]);
    });

    it('has the parts that another process has kept before', async () => {
      await archive.stage('parts.jsonl.gz', 1, [aRecord(9)]);
      await backend.open().stage('parts.jsonl.gz', 0, [aRecord(1), aRecord(2)]);
      await backend.open().stage('parts.jsonl.gz', 1, [aRecord(3)]);
      expect(await numbersIn('parts.jsonl.gz')).toBeUndefined();
      await archive.commit('parts.jsonl.gz', 2);
      expect(await numbersIn('parts.jsonl.gz')).toEqual([1, 2, 3]);
    });

    it('may have no records', async () => {
      await archive.stage('empty.jsonl.gz', 0, []);
      await archive.commit('empty.jsonl.gz', 1);
      expect(await numbersIn('empty.jsonl.gz')).toEqual([]);
    });
  });
}

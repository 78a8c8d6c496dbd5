import { describe, expect, it } from 'vitest';
import { findChainFault } from '../../src/core/audit/chain.ts';
import type { AuditEntry, AuditRecord } from '../../src/core/audit/record.ts';
import type { AuditTrail } from '../../src/ports/audit.ts';
import type { AuditChains, KeptRecord } from '../../src/ports/audit-chains.ts';
import { sha256 } from '../../src/ports/sha256.ts';
import { NOON } from '../support/builders.ts';
import { type Backend, onEach } from './backend.ts';

/** The audit log as one process has it: to write to, and to check and move. */
export interface AuditLog {
  readonly trail: AuditTrail;
  readonly chains: AuditChains;
}

const RENDER = 'p.demo.render.2026-03';
const FEBRUARY = NOON.subtract({ hours: 20 * 24 });

async function all<Item>(items: AsyncIterable<Item>): Promise<readonly Item[]> {
  const found: Item[] = [];
  for await (const item of items) found.push(item);
  return found;
}

/** What every backend lets do with the chains of the audit log: check them, close them, move them and clear what was moved. */
export function auditChainsContract(backend: Backend<AuditLog>): void {
  describe('the chains of the audit log', () => {
    let log: AuditLog;
    onEach(backend, (port) => {
      log = port;
    });

    const entry = (
      reason: string,
      at = NOON,
      subject: AuditEntry['subject'] = { account: 'demo', pool: 'render' },
    ) => ({
      at,
      actor: 'anna',
      action: 'test',
      phase: 'event' as const,
      subject,
      reason,
      correlation: 'c-1',
    });

    async function write(count: number): Promise<void> {
      for (let index = 0; index < count; index += 1)
        await log.trail.append([entry(`#${index}`, NOON.add({ minutes: index }))]);
    }

    async function recordsOf(chain: string): Promise<readonly AuditRecord[]> {
      return (await all(log.chains.inOrder(chain, { size: 2 }))).flatMap(({ records }) => records);
    }

    async function rowsOf(chain: string, kind: 'records' | 'copies' = 'records'): Promise<readonly KeptRecord[]> {
      return (await all(log.chains.rows(chain, kind))).flatMap(({ records }) => records);
    }

    it('are listed by subject, the earliest month first', async () => {
      await log.trail.append([entry('old', FEBRUARY)]);
      await write(1);
      await log.trail.append([entry('document', NOON, { document: 'schedules/x' })]);
      const pools = await log.chains.list({ account: 'demo', pool: 'render' });
      expect(pools).toEqual(['p.demo.render.2026-02', RENDER]);
      expect((await log.chains.list({})).length).toBe(3);
      expect(await log.chains.list({ account: 'demo', pool: 'other' })).toEqual([]);
    });

    it('have a head that says where they end', async () => {
      expect(await log.chains.head(RENDER)).toBeUndefined();
      await write(3);
      const records = await recordsOf(RENDER);
      expect(records.map(({ reason }) => reason)).toEqual(['#0', '#1', '#2']);
      const head = await log.chains.head(RENDER);
      if (head === undefined) throw new Error('The chain has a head.');
      expect(
        findChainFault(records, { sha256, start: { chain: RENDER, number: 0, hash: '' }, end: head }),
      ).toBeUndefined();
      expect(head).toMatchObject({ number: 3, hash: records[2]?.hash, archive: undefined });
    });

    it('give their rows the last first, from any position on, and each row by its key', async () => {
      await write(5);
      const rows = await rowsOf(RENDER);
      expect(rows.map(({ record }) => record.reason)).toEqual(['#4', '#3', '#2', '#1', '#0']);
      for (const { key, record } of rows) expect(await log.chains.row(RENDER, 'records', key)).toEqual(record);
      expect(await log.chains.row(RENDER, 'records', '0')).toBeUndefined();
      const [page] = await all(log.chains.rows(RENDER, 'records'));
      expect(await all(log.chains.rows(RENDER, 'records', page?.position))).toEqual([]);
    });

    it('give their records the first one first, from any position on', async () => {
      // Several in one instant, which have the same time in their keys.
      for (const at of [NOON, NOON, NOON, NOON.add({ hours: 20 }), NOON.add({ hours: 30 })])
        await log.trail.append([entry('x', at)]);
      const batches = await all(log.chains.inOrder(RENDER, { size: 2 }));
      const numbers = ({ records }: (typeof batches)[number]) => records.map(({ number }) => number);
      expect(batches.map(numbers)).toEqual([[1, 2], [3, 4], [5]]);
      for (const [index, { position: after }] of batches.entries())
        expect((await all(log.chains.inOrder(RENDER, { size: 2, after }))).map(numbers)).toEqual(
          batches.slice(index + 1).map(numbers),
        );
    });

    it('keep a copy of each record of a node under the node', async () => {
      await log.trail.append([entry('node', NOON, { account: 'demo', pool: 'render', node: 'tvmps_1' })]);
      expect((await rowsOf(RENDER, 'copies')).map(({ record }) => record.reason)).toEqual(['node']);
    });

    it('miss no index row of what was written', async () => {
      await write(3);
      expect(await log.chains.missingIndexRows(RENDER, await rowsOf(RENDER))).toEqual([]);
      const found = await all(log.chains.hourIndexRows({}));
      expect(found.map(({ chain }) => chain)).toContain(RENDER);
      expect(await all(log.chains.hourIndexRows({}, found.at(-1)?.position))).toEqual([]);
    });

    it('take no record once they are closed: it goes on in another', async () => {
      await write(2);
      expect(await log.chains.close(RENDER)).toMatchObject({ number: 2 });
      const [late] = await log.trail.append([entry('late')]);
      expect(late?.chain).not.toBe(RENDER);
      expect(await recordsOf(RENDER)).toHaveLength(2);
      expect(await log.chains.close('p.demo.none.2026-03')).toBeUndefined();
    });

    it('say where they were moved, once and only if nothing has changed, and are cleared piece by piece', async () => {
      await write(3);
      const before = await log.chains.head(RENDER);
      const head = await log.chains.close(RENDER);
      if (head === undefined || before === undefined) throw new Error('The chain has a head.');
      expect(await log.chains.markArchived({ ...head, hash: 'another' }, 'file')).toBe(false);
      expect(await log.chains.markArchived(head, 'file')).toBe(true);
      expect(await log.chains.head(RENDER)).toMatchObject({ archive: { blob: 'file', isCleared: false } });
      for (let turn = 0; !(await log.chains.clear(RENDER)); turn += 1) expect(turn).toBeLessThan(20);
      expect(await rowsOf(RENDER)).toEqual([]);
      expect(await log.chains.head(RENDER)).toMatchObject({ number: 3, archive: { blob: 'file', isCleared: true } });
    });
  });
}

import { createHash } from 'node:crypto';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { auditTable } from '../../../../src/adapters/tables/audit/audit-table.ts';
import { recordKeyOf } from '../../../../src/adapters/tables/audit/record-key.ts';
import { findChainFault } from '../../../../src/core/audit/chain.ts';
import type { AuditRecord } from '../../../../src/core/audit/record.ts';
import type { AuditQuery, AuditTrail } from '../../../../src/ports/audit.ts';
import { auditTrailContract } from '../../../contract/audit-trail.ts';
import { onTables } from '../../../contract/backend.ts';
import { anEntry, writeEntries } from '../../../support/audit-entries.ts';
import { NOON } from '../../../support/builders.ts';
import { TestStorage } from '../../../support/local-storage.ts';

let storage: TestStorage;
let audit: AuditTrail;

beforeAll(async () => {
  storage = await TestStorage.start();
});
afterAll(() => storage.close());
beforeEach(() => {
  audit = auditTable(storage.tables('Audit'));
});
afterEach(() => storage.clear('Audit'));

/** A cursor after the first record of the pool `render`, oldest first. */
function cursorWith(width: string | undefined): string {
  const recordKey = recordKeyOf(NOON.epochMilliseconds, { number: 1, chain: 'p.demo.render.2026-03' });
  const parts = [recordKey.time, recordKey.number, recordKey.chain, ...(width === undefined ? [] : [width])];
  return Buffer.from(`+${parts.join('|')}`).toString('base64url');
}

function sha256(text: string): string {
  return createHash('sha256').update(text).digest('hex');
}

async function wholeChain(query: Partial<AuditQuery>): Promise<readonly AuditRecord[]> {
  const { records } = await audit.page({ limit: 10_000, ...query });
  return records.toReversed();
}

auditTrailContract(onTables(['Audit'], (table) => auditTable(table('Audit'))));

describe('a page of the table', () => {
  it('refuses a cursor of the other order', async () => {
    await writeEntries(audit, 3);
    const { cursor } = await audit.page({ limit: 1 });
    await expect(audit.page({ limit: 1, cursor, order: 'oldest' })).rejects.toMatchObject({
      faults: [{ path: 'cursor', message: 'it is of a page in the other order' }],
    });
  });

  it.each([
    ['of something else', 'abc'],
    ['with a width that is none', cursorWith('0')],
    ['with a width of too many digits', cursorWith('9'.repeat(24))],
  ])('refuses a cursor that nobody gave: %s', async (_, cursor) => {
    await expect(audit.page({ limit: 1, cursor, order: 'oldest' })).rejects.toMatchObject({
      code: 'InvalidRequest',
      faults: [{ path: 'cursor', message: 'it is not a cursor from an earlier page' }],
    });
  });

  it.each([undefined, '1', '9'.repeat(23)])(
    'gives the same after a cursor with a width that somebody made up: %s',
    async (width) => {
      await writeEntries(audit, 9);
      const query = { account: 'demo', pool: 'render', order: 'oldest', limit: 1 } as const;
      const { records, cursor } = await audit.page({ ...query, cursor: cursorWith(width) });
      expect(records.map(({ reason }) => reason)).toEqual(['#3']);
      const next = await audit.page({ ...query, cursor });
      expect(next.records.map(({ reason }) => reason)).toEqual(['#6']);
    },
  );
});

describe('a search that finds little', () => {
  it('ends in time, and says how it would be shorter', async () => {
    await writeEntries(audit, 3);
    const hasty = auditTable(storage.tables('Audit'), { page: -60_000, stream: -60_000 });
    const refusal = { code: 'AnswerTooLarge', message: expect.stringContaining('narrow it') };
    await expect(hasty.page({ actor: 'nobody', limit: 1 })).rejects.toMatchObject(refusal);
    const batches = hasty.stream({ actor: 'nobody' })[Symbol.asyncIterator]();
    await expect(batches.next()).rejects.toMatchObject(refusal);
  });
});

describe('a record with long values', () => {
  const long = (length: number) => ({ text: 'x'.repeat(length) });

  it('is whole as far as an entity holds it, and otherwise says what was left out', async () => {
    const [, , kept] = await audit.append([
      anEntry({ before: long(600_000), after: long(10) }),
      anEntry({ before: long(300_000), after: long(300_000) }),
      anEntry({ before: long(10), after: long(600_000) }),
    ]);
    const records = await wholeChain({});
    expect(records.map(({ before, after }) => [before, after])).toEqual([
      [{ shortened: expect.objectContaining({ characters: 600_011 }) }, long(10)],
      [{ shortened: expect.objectContaining({ characters: 300_011 }) }, long(300_000)],
      [
        long(10),
        {
          shortened: {
            characters: 600_011,
            sha256: sha256(JSON.stringify(long(600_000))),
            begins: expect.stringMatching(/^{"text":"x+$/),
          },
        },
      ],
    ]);
    expect(records[2]).toEqual(kept);
  });

  it('has a transaction of its own if several do not fit together', async () => {
    const subject = { account: 'demo', pool: 'render', node: 'node-1' };
    await audit.append(Array.from({ length: 6 }, () => anEntry({ subject, after: long(400_000) })));
    const records = await wholeChain({});
    expect(records.map(({ number }) => number)).toEqual([1, 2, 3, 4, 5, 6]);
  });
});

describe('a chain', () => {
  const RENDER = { account: 'demo', pool: 'render' };

  async function fault() {
    const records = await wholeChain(RENDER);
    const head = await storage
      .table('Audit')
      .getEntity<{ number: number; hash: string }>('p.demo.render.2026-03', 'head');
    const start = { chain: 'p.demo.render.2026-03', number: 0, hash: '' };
    return findChainFault(records, { sha256, start, end: { ...start, number: head.number, hash: head.hash } });
  }

  it('shows a record that was edited behind its back', async () => {
    await audit.append(['a', 'b', 'c'].map((reason) => anEntry({ reason })));
    const table = storage.table('Audit');
    for await (const entity of table.listEntities()) {
      if (entity['reason'] === 'b' && entity.rowKey?.startsWith('r.')) {
        await table.updateEntity(
          { partitionKey: entity.partitionKey ?? '', rowKey: entity.rowKey, reason: 'nothing to see' },
          'Merge',
        );
      }
    }
    expect(await fault()).toMatchObject({ number: 2, message: 'record 2 was changed after it was written' });
  });
});

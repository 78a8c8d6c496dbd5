import { writeFileSync } from 'node:fs';
import { mkdtemp } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { BlobServiceClient } from '@azure/storage-blob';
import { beforeEach, describe, expect, it } from 'vitest';
import { ANCHOR_CONTAINER } from '../../../src/adapters/blobs/anchor-blobs.ts';
import { anchorHeads } from '../../../src/app/audit/anchor-heads.ts';
import { checkHistory } from '../../../src/app/audit/check-history.ts';
import { verifyHistory } from '../../../src/app/audit/verify-history.ts';
import { verifyFiles } from '../../../src/cli/files/verify-files.ts';
import type { Subject } from '../../../src/core/audit/record.ts';
import { toAnchorLine } from '../../../src/ports/anchor-line.ts';
import { toAuditView } from '../../../src/ports/audit-view.ts';
import { NOON } from '../../support/builders.ts';
import { TestSystem } from '../../support/test-system.ts';

const RENDER = { account: 'demo', pool: 'render' };
const CHAIN = 'p.demo.render.2026-03';
const system = TestSystem.forEachTest();

beforeEach(async () => {
  const blobs = BlobServiceClient.fromConnectionString(system.storage.connectionString);
  const container = blobs.getContainerClient(ANCHOR_CONTAINER);
  if (await container.exists())
    for await (const { name } of container.listBlobsFlat()) await container.deleteBlob(name);
  await write(4);
});

async function write(count: number, ports = system.ports, subject: Subject = RENDER): Promise<void> {
  for (let index = 0; index < count; index += 1) {
    const entry = { at: NOON.add({ minutes: index }), actor: 'me', action: 'test', phase: 'event' } as const;
    await ports.audit.append([{ ...entry, subject, correlation: 'c', reason: `record ${index}` }]);
  }
}

async function rowsOf(chain: string) {
  const rows: { readonly partitionKey: string; readonly rowKey: string; readonly number: number }[] = [];
  for await (const row of system.storage.table('Audit').listEntities<{ number: number }>()) {
    if (row.partitionKey === chain) rows.push(row as (typeof rows)[number]);
  }
  return rows;
}

async function remove(rows: readonly { readonly partitionKey: string; readonly rowKey: string }[]): Promise<void> {
  for (const { partitionKey, rowKey } of rows) await system.storage.table('Audit').deleteEntity(partitionKey, rowKey);
}

/** Whoever can write the tables removes the last records, and lets the head name the one before. */
async function cutOff(last: number): Promise<void> {
  const rows = await rowsOf(CHAIN);
  const head = rows.find(({ rowKey }) => rowKey === 'head');
  await remove(rows.filter(({ rowKey, number }) => rowKey !== 'head' && number > last));
  const record = (await system.ports.audit.page({ ...RENDER, limit: 10 })).records.find(
    ({ number }) => number === last,
  );
  const { partitionKey, rowKey } = head ?? { partitionKey: '', rowKey: '' };
  const members = { partitionKey, rowKey, number: last, hash: record?.hash };
  await system.storage.table('Audit').updateEntity(members, 'Merge');
}

async function faults() {
  return (await verifyHistory(system.ports, {})).faults.map(({ chain, number, message }) => ({
    chain,
    number,
    message,
  }));
}

describe('the end of a chain that was kept', () => {
  it('shows that the end was cut off', async () => {
    expect(await anchorHeads(system.ports)).toBe(1);
    expect(await faults()).toEqual([]);
    await cutOff(2);
    const message = `it ends at record 2, and on ${NOON} it ended at 4: its end was cut off`;
    expect(await faults()).toEqual([{ chain: CHAIN, number: 3, message }]);
  });

  it('shows nothing where records were added, which it is kept again with', async () => {
    await anchorHeads(system.ports);
    await write(2);
    await anchorHeads(system.ports);
    expect(await faults()).toEqual([]);
    await cutOff(5);
    expect(await faults()).toMatchObject([{ chain: CHAIN, number: 6 }]);
  });

  it('shows that the chain was cut off and goes on with other records', async () => {
    await anchorHeads(system.ports);
    await cutOff(2);
    await write(4, system.compose());
    expect(await faults()).toEqual([
      {
        chain: CHAIN,
        number: 4,
        message: `record 4 is not the one with which the chain ended on ${NOON}: the chain was written anew`,
      },
    ]);
  });

  it('shows that the chain was written anew, although its new end was kept since', async () => {
    await anchorHeads(system.ports);
    await cutOff(2);
    await write(4, system.compose());
    await anchorHeads(system.ports);
    expect(await faults()).toMatchObject([
      { chain: CHAIN, number: 4, message: expect.stringContaining(`ended on ${NOON}: the chain was written anew`) },
    ]);
  });

  it('is kept of every other chain in a night that finds a fault in one', async () => {
    await write(2, system.ports, { account: 'demo', pool: 'encode' });
    await cutOff(2);
    await remove((await rowsOf(CHAIN)).filter(({ number, rowKey }) => rowKey !== 'head' && number === 1));
    const { faulty } = await checkHistory(system.ports, { tell: async () => undefined });
    expect([...faulty]).toEqual([CHAIN]);
    expect(await anchorHeads(system.ports, faulty)).toBe(1);
    expect([...(await system.ports.auditAnchors.furthest('2026-03')).keys()]).toEqual(['p.demo.encode.2026-03']);
  });

  it('shows that the whole chain was removed with every row that names it', async () => {
    await anchorHeads(system.ports);
    const rows: { partitionKey: string; rowKey: string }[] = [];
    for await (const { partitionKey = '', rowKey = '' } of system.storage.table('Audit').listEntities())
      rows.push({ partitionKey, rowKey });
    await remove(rows);
    expect(await faults()).toEqual([
      {
        chain: CHAIN,
        number: 0,
        message: `it is not there, and on ${NOON} it ended at record 4: it was removed as a whole`,
      },
    ]);
  });

  it('is checked in files, without the app', async () => {
    const file = join(await mkdtemp(join(tmpdir(), 'anchors-')), 'export.jsonl');
    const { records } = await system.ports.audit.page({ ...RENDER, limit: 10, order: 'oldest' });
    const lines = records.slice(0, 2).map((record) => JSON.stringify(toAuditView(record)));
    writeFileSync(file, `${lines.join('\n')}\n`);
    const { number, hash } = records.at(-1) ?? { number: 0, hash: '' };
    const anchor = { at: NOON, chain: CHAIN, number, hash };
    expect(toAnchorLine(anchor)).toContain('"number":4');
    expect((await verifyFiles([file], { heads: [], anchors: [] })).ok).toBe(true);
    const { ok, faults: found } = await verifyFiles([file], { heads: [], anchors: [anchor] });
    expect(ok).toBe(false);
    expect(found).toMatchObject([{ chain: CHAIN, number: 3 }]);
    const other = { ...anchor, number: 2 };
    expect((await verifyFiles([file], { heads: [], anchors: [other] })).faults).toMatchObject([{ number: 2 }]);
  });
});

describe('a head that somebody has removed', () => {
  it('does not fail the next write: the chain goes on from its last record, and says so', async () => {
    for (const ports of [system.ports, system.compose()]) {
      await remove((await rowsOf(CHAIN)).filter(({ rowKey }) => rowKey === 'head'));
      await write(1, ports);
    }
    const { records } = await system.ports.audit.page({ ...RENDER, limit: 20, order: 'oldest' });
    expect(records.map(({ number, action }) => `${number} ${action}`)).toEqual([
      ...['1 test', '2 test', '3 test', '4 test'],
      ...['5 audit.head-missing', '6 test', '7 audit.head-missing', '8 test'],
    ]);
    expect(await faults()).toEqual([]);
  });
});

import { gunzipSync, gzipSync } from 'node:zlib';
import { BlobServiceClient } from '@azure/storage-blob';
import { Temporal } from 'temporal-polyfill';
import { beforeEach, describe, expect, it } from 'vitest';
import { archiveHistory } from '../../../src/app/audit/archive-history.ts';
import { verifyHistory } from '../../../src/app/audit/verify-history.ts';
import type { Ports } from '../../../src/app/ports.ts';
import type { AuditEntry, AuditRecord } from '../../../src/core/audit/record.ts';
import { listAuditRecords } from '../../../src/http/audit/records.ts';
import { toAuditView } from '../../../src/ports/audit-view.ts';
import { NOON } from '../../support/builders.ts';
import { call } from '../../support/http-call.ts';
import { TestSystem } from '../../support/test-system.ts';

const RENDER = { account: 'demo', pool: 'render' };
const JANUARY = 'p.demo.render.2026-01';

const system = TestSystem.forEachTest();

beforeEach(async () => {
  await container().deleteIfExists();
  // Now it is March; a pool and the documents since December.
  for (const [index, month] of ['2025-12', '2026-01', '2026-01', '2026-02', '2026-03'].entries()) {
    const at = Temporal.Instant.from(`${month}-02T0${index}:00:00Z`);
    await write({ at, subject: { ...RENDER, node: 'node-1' }, reason: `${month} ${index}`, correlation: `c${index}` });
    await write({ at, subject: { document: 'schedules/nights' }, after: { month }, correlation: `d${index}` });
  }
});

async function write(entry: Partial<AuditEntry>): Promise<void> {
  const defaults = {
    at: NOON,
    actor: 'me',
    action: 'test',
    phase: 'event',
    subject: RENDER,
    correlation: 'c',
  } as const;
  await system.ports.audit.append([{ ...defaults, reason: '', ...entry }]);
}

function container() {
  return BlobServiceClient.fromConnectionString(system.storage.connectionString).getContainerClient(
    'lamplighter-audit',
  );
}

async function blobs(): Promise<readonly string[]> {
  const names: string[] = [];
  for await (const { name } of container().listBlobsFlat()) names.push(name);
  return names;
}

async function rowsOf(chain: string): Promise<readonly string[]> {
  const keys: string[] = [];
  for await (const { partitionKey, rowKey } of system.storage.table('Audit').listEntities()) {
    if (partitionKey === chain || (partitionKey !== 'a' && rowKey?.endsWith(chain))) keys.push(rowKey ?? '');
  }
  return keys;
}

function archive(months: number, ports: Ports = system.ports) {
  return archiveHistory(ports, months);
}

async function reasons(query: Record<string, string>) {
  const { body } = await call(listAuditRecords, system.ports, { query });
  return { reasons: body.records.map(({ reason }: { reason: string }) => reason), archived: body.archived };
}

describe('retention of a month', () => {
  it('moves what ended longer ago than that, and leaves the rest', async () => {
    expect(await archive(1)).toEqual({
      archived: ['d.2025-12', 'p.demo.render.2025-12', 'd.2026-01', JANUARY],
      faults: [],
      problems: [],
      isDone: true,
    });
    expect(await blobs()).toEqual([
      'audit/2025-12/d.2025-12.jsonl.gz',
      'audit/2025-12/p.demo.render.2025-12.jsonl.gz',
      'audit/2026-01/d.2026-01.jsonl.gz',
      `audit/2026-01/${JANUARY}.jsonl.gz`,
    ]);
    // Nothing but its head is left in the table.
    expect(await rowsOf(JANUARY)).toEqual(['head']);
    expect((await rowsOf('p.demo.render.2026-02')).length).toBeGreaterThan(1);
  });

  it('writes the records as an export has them, the first one first', async () => {
    const before = await system.ports.audit.page({ ...RENDER, limit: 10, order: 'oldest' });
    await archive(1);
    const file = gunzipSync(await container().getBlobClient(`audit/2026-01/${JANUARY}.jsonl.gz`).downloadToBuffer());
    const lines = file
      .toString('utf8')
      .trimEnd()
      .split('\n')
      .map((line) => JSON.parse(line));
    const expected = before.records.filter(({ chain }) => chain === JANUARY).map(toAuditView);
    expect(lines).toEqual(JSON.parse(JSON.stringify(expected)));
  });

  it('records what it does', async () => {
    await archive(2);
    const { records } = await system.ports.audit.page({ action: 'audit.archived', limit: 10, order: 'oldest' });
    expect(records.map(({ after }) => after)).toMatchObject([
      { chain: 'd.2025-12', blob: 'audit/2025-12/d.2025-12.jsonl.gz', records: 1 },
      { chain: 'p.demo.render.2025-12', records: 1 },
    ]);
  });

  it('does nothing the second time', async () => {
    await archive(1);
    const { records } = await system.ports.audit.page({ limit: 100 });
    expect(await archive(1)).toEqual({ archived: [], faults: [], problems: [], isDone: true });
    expect((await system.ports.audit.page({ limit: 100 })).records).toEqual(records);
  });
});

/** Each reading of the clock is a second later, as if the work between two readings took that long. */
function withSlowClock(ports: Ports): Ports {
  let now = NOON;
  const wallClock = {
    now: async () => {
      now = now.add({ seconds: 1 });
      return now;
    },
  };
  return { ...ports, wallClock };
}

describe('the time of a run', () => {
  it('is spent on what is to be moved, and not on the chains that are in the archive', async () => {
    await archive(2);
    // Enough for two chains.
    const limits = { rows: 1_000_000, time: Temporal.Duration.from({ seconds: 21 }), part: 10_000 };
    const { archived } = await archiveHistory(withSlowClock(system.ports), 1, limits);
    expect(archived).toEqual(['d.2026-01', JANUARY]);
  });

  it('is given to short chains first, so that one that takes too long holds up no other', async () => {
    const { auditArchive, wallClock } = system.ports;
    let isKilled = false;
    const fail = () => Promise.reject(new Error('the host has ended the process'));
    const stage: typeof auditArchive.stage = (name, part, records) => {
      isKilled = name.includes('d.2026-01');
      return isKilled ? fail() : auditArchive.stage(name, part, records);
    };
    const clock = { now: () => (isKilled ? fail() : wallClock.now()) };
    const ports = { ...system.ports, auditArchive: { ...auditArchive, stage }, wallClock: clock };
    await expect(archive(1, ports)).rejects.toThrow('ended the process');
    expect(await rowsOf('p.demo.render.2025-12')).toEqual(['head']);
  });
});

it('moves a chain that needs the time of several runs, step by step', async () => {
  const { auditChains, auditArchive } = system.ports;
  const steps: string[] = [];
  const rows: typeof auditChains.rows = (chain, kind, after) => {
    steps.push(`verify ${kind}`);
    return auditChains.rows(chain, kind, after);
  };
  const stage: typeof auditArchive.stage = (name, part, records) => {
    steps.push(`write part ${part}`);
    return auditArchive.stage(name, part, records);
  };
  const read: typeof auditArchive.read = (name) => {
    steps.push('read back');
    return auditArchive.read(name);
  };
  const list: typeof auditChains.list = async (filter) =>
    filter.to === undefined ? auditChains.list(filter) : [JANUARY];
  const ports = {
    ...system.ports,
    auditChains: { ...auditChains, rows, list },
    auditArchive: { ...auditArchive, stage, read },
  };
  // Enough to begin with a chain, and with nothing after its next step.
  const limits = { rows: 1, time: Temporal.Duration.from({ hours: 1 }), part: 1 };
  const nights: string[][] = [];
  for (let night = 0; night < 6; night += 1) {
    const { problems } = await archiveHistory(ports, 1, night < 2 ? limits : { ...limits, rows: 1_000 });
    expect(problems).toEqual([]);
    nights.push(steps.splice(0));
  }
  expect(nights).toEqual([
    ['verify records'],
    ['verify records', 'verify copies'],
    ['verify copies', 'write part 0', 'write part 1', 'read back'],
    [],
    [],
    [],
  ]);
  expect(await rowsOf(JANUARY)).toEqual(['head']);
});

it('has its file written in several runs where one is too short for it, also after one that was killed', async () => {
  const { auditChains, auditArchive } = system.ports;
  const staged: string[] = [];
  const stage = async (name: string, part: number, records: readonly AuditRecord[]) => {
    await auditArchive.stage(name, part, records);
    staged.push(`${part}: ${records.map(({ number }) => number)}`);
  };
  const list: typeof auditChains.list = async (filter) =>
    filter.to === undefined ? auditChains.list(filter) : [JANUARY];
  const ports = { ...system.ports, auditChains: { ...auditChains, list }, auditArchive: { ...auditArchive, stage } };
  // The time is over as soon as a part was written.
  const rows = { rows: 1_000_000, part: 1 };
  const wallClock = { now: async () => NOON.add({ minutes: staged.length }) };
  const run = () => archiveHistory({ ...ports, wallClock }, 1, { ...rows, time: Temporal.Duration.from('PT30S') });
  expect(await run()).toMatchObject({ archived: [], isDone: false });
  expect(staged).toEqual(['0: 1']);
  const killed = { ...ports.auditArchive, stage: () => Promise.reject(new Error('the process was killed')) };
  const { problems } = await archiveHistory({ ...ports, auditArchive: killed, wallClock }, 1, {
    ...rows,
    time: Temporal.Duration.from('PT30S'),
  });
  expect(problems).toEqual([expect.stringContaining('killed')]);
  await run();
  expect(staged).toEqual(['0: 1', '1: 2']);
  expect(await run()).toMatchObject({ archived: [JANUARY], problems: [] });
  expect(staged).toHaveLength(2);
  expect(await verifyHistory(system.ports, {})).toMatchObject({ ok: true, faults: [] });
});

it('is not verified and written anew after a run that was killed while it read the file back', async () => {
  const killed = () => Promise.reject(new Error('the process was killed'));
  const { auditArchive, claims } = system.ports;
  const broken = { auditArchive: { ...auditArchive, read: killed }, claims: { ...claims, forget: killed } };
  await archive(1, { ...system.ports, ...broken });
  const { archived } = await archive(1, { ...system.ports, auditArchive: { ...auditArchive, stage: killed } });
  expect(archived).toHaveLength(4);
});

it('reads the anchors of each month once in a run, however many chains it has', async () => {
  const { auditAnchors } = system.ports;
  const read: string[] = [];
  const furthest: typeof auditAnchors.furthest = (month) => {
    read.push(month);
    return auditAnchors.furthest(month);
  };
  const { archived } = await archive(1, { ...system.ports, auditAnchors: { ...auditAnchors, furthest } });
  expect(archived).toHaveLength(4);
  expect(read).toEqual(['2025-12', '2026-01']);
});

describe('a history with an archive', () => {
  it('is still proven from its first record to its last', async () => {
    const before = await verifyHistory(system.ports, RENDER);
    await archive(1);
    expect(before).toMatchObject({ ok: true, chains: 4, records: 5 });
    expect(await verifyHistory(system.ports, RENDER)).toMatchObject({ ok: true, chains: 4, records: 5 });
    await write({ at: Temporal.Instant.from('2026-01-20T12:00:00Z'), reason: 'late' });
    expect(await verifyHistory(system.ports, {})).toMatchObject({ ok: true, faults: [] });
  });

  it('is no fault for whoever verifies a chain at that moment', async () => {
    const { auditChains } = system.ports;
    let isMoved = false;
    const rows: typeof auditChains.rows = async function* (chain, kind, after) {
      if (chain === JANUARY && !isMoved) {
        isMoved = true;
        await archive(1);
      }
      yield* auditChains.rows(chain, kind, after);
    };
    const ports = { ...system.ports, auditChains: { ...auditChains, rows } };
    expect(await verifyHistory(ports, RENDER)).toMatchObject({ ok: true, faults: [] });
    expect(isMoved).toBe(true);
  });

  it.each([
    [
      'edited',
      async (file: string) => put(file, (text) => text.replace('2026-01 1', '2026-01 9')),
      1,
      'record 1 was changed',
    ],
    ['cut off', async (file: string) => put(file, (text) => `${text.split('\n')[0]}\n`), 2, 'record 2 is missing'],
    [
      'removed',
      async (file: string) =>
        container()
          .deleteBlob(file)
          .then(() => undefined),
      1,
      'which is not there',
    ],
  ])('shows that a file of it was %s', async (_, deed, number, message) => {
    await archive(1);
    await deed(`audit/2026-01/${JANUARY}.jsonl.gz`);
    const { faults } = await verifyHistory(system.ports, {});
    expect(faults).toEqual([
      expect.objectContaining({ chain: JANUARY, number, message: expect.stringContaining(message) }),
    ]);
  });

  it.each([
    ['r.', 'record 1 is in the table'],
    ['n.node-1.', 'a copy of record 1 is in the table'],
  ])('shows that a row %s was put into a chain whose rows are gone', async (prefix, message) => {
    const table = system.storage.table('Audit');
    const rows: { partitionKey?: string; rowKey?: string }[] = [];
    for await (const row of table.listEntities()) rows.push(row);
    const row = rows.find(({ partitionKey, rowKey }) => partitionKey === JANUARY && rowKey?.startsWith(prefix));
    await archive(1);
    await table.createEntity({ ...row, partitionKey: JANUARY, rowKey: row?.rowKey ?? '', number: 1 });
    const { faults } = await verifyHistory(system.ports, RENDER);
    expect(faults).toMatchObject([{ chain: JANUARY, number: 1, message: expect.stringContaining(message) }]);
  });

  it('says which months are missing where a page reaches into them', async () => {
    expect((await reasons({ pool: 'render' })).archived).toBeUndefined();
    await archive(1);
    const months = ['2025-12', '2026-01'];
    expect(await reasons({ pool: 'render' })).toEqual({ reasons: ['2026-03 4', '2026-02 3'], archived: months });
    expect(await reasons({ ...RENDER, order: 'oldest' })).toEqual({
      reasons: ['2026-02 3', '2026-03 4'],
      archived: months,
    });
    expect((await reasons({ ...RENDER, from: '2026-01-15' })).archived).toEqual(['2026-01']);
    expect((await reasons({ ...RENDER, to: '2026-01-15', correlation: 'c1' })).archived).toEqual(months);
    expect((await reasons({ ...RENDER, from: '2026-02-01' })).archived).toBeUndefined();
    expect((await reasons({ account: 'demo', pool: 'other' })).archived).toBeUndefined();
    // The last page is the one that reaches there.
    expect((await reasons({ pool: 'render', limit: '1' })).archived).toBeUndefined();
  });
});

async function put(file: string, change: (text: string) => string): Promise<void> {
  const blob = container().getBlockBlobClient(file);
  const text = gunzipSync(await blob.downloadToBuffer()).toString('utf8');
  const changed = gzipSync(change(text));
  await blob.upload(changed, changed.length);
}

describe('a chain that does not hold', () => {
  it('is not moved, and the others are', async () => {
    const table = system.storage.table('Audit');
    for await (const entity of table.listEntities()) {
      const { partitionKey = '', rowKey = '' } = entity;
      if (partitionKey === JANUARY && rowKey.startsWith('r.') && entity['number'] === 2) {
        await table.updateEntity({ partitionKey, rowKey, reason: 'x' }, 'Merge');
      }
    }
    const { archived, faults, problems } = await archive(1);
    expect(archived).toEqual(['d.2025-12', 'p.demo.render.2025-12', 'd.2026-01']);
    expect(faults).toEqual([
      `${JANUARY} was not moved: the chain does not verify: record 2 was changed after it was written`,
    ]);
    expect(problems).toEqual([]);
    expect((await rowsOf(JANUARY)).length).toBeGreaterThan(1);
  });
});

it('is not read in the table any more once its first row is gone, even if others are there', async () => {
  const table = system.storage.table('Audit');
  const rows: { readonly partitionKey?: string; readonly rowKey?: string }[] = [];
  for await (const row of table.listEntities()) rows.push(row);
  await archive(1);
  // As if the process had been killed while it deleted them.
  const isIndex = ({ partitionKey = '', rowKey = '' }) => /^[hc]/.test(partitionKey) && rowKey.endsWith(JANUARY);
  const left = rows.filter((row) => isIndex(row) || (row.partitionKey === JANUARY && row.rowKey !== 'head'));
  for (const row of left)
    await table.createEntity({ ...row, partitionKey: row.partitionKey ?? '', rowKey: row.rowKey ?? '' });
  const archived = ['2025-12', '2026-01'];
  const kept = ['2026-03 4', '2026-02 3'];
  expect(await reasons(RENDER)).toEqual({ reasons: kept, archived });
  expect((await reasons({ ...RENDER, node: 'node-1', order: 'oldest' })).reasons).toEqual(kept.toReversed());
  expect((await reasons({ pool: 'render' })).reasons).toEqual(kept);
  expect((await reasons({ correlation: 'c1' })).reasons).toEqual([]);
});

describe('a run that is broken off', () => {
  type Break = (ports: Ports) => Ports;
  const fail = () => Promise.reject(new Error('the process was killed'));
  const breaks: readonly (readonly [string, Break])[] = [
    ['before the file', (ports) => ({ ...ports, auditArchive: { ...ports.auditArchive, stage: fail } })],
    ['within the file', (ports) => ({ ...ports, auditArchive: { ...ports.auditArchive, commit: fail } })],
    ['before the file was read back', (ports) => ({ ...ports, auditArchive: { ...ports.auditArchive, read: fail } })],
    ['before the record', (ports) => ({ ...ports, audit: { ...ports.audit, append: fail } })],
    ['before the head', (ports) => ({ ...ports, auditChains: { ...ports.auditChains, markArchived: fail } })],
    ['before the rows go', (ports) => ({ ...ports, auditChains: { ...ports.auditChains, clear: fail } })],
    [
      'before the head says so',
      (ports) => {
        let calls = 0;
        const clear = (chain: string) => {
          calls += 1;
          return calls % 2 === 1 ? ports.auditChains.clear(chain) : fail();
        };
        return { ...ports, auditChains: { ...ports.auditChains, clear } };
      },
    ],
  ];

  it.each(breaks)('%s is taken up by the next, and nothing is lost meanwhile', async (_, broken) => {
    const before = await system.ports.audit.page({ ...RENDER, limit: 10, order: 'oldest' });
    const { problems } = await archive(1, broken(system.ports));
    expect(problems).toHaveLength(4);
    expect(await verifyHistory(system.ports, RENDER)).toMatchObject({ ok: true, chains: 4 });
    expect((await archive(1, system.compose())).archived).toHaveLength(4);
    expect(await verifyHistory(system.ports, RENDER)).toMatchObject({ ok: true, chains: 4 });
    expect(await rowsOf(JANUARY)).toEqual(['head']);
    const file = await system.ports.auditArchive.read(`audit/2026-01/${JANUARY}.jsonl.gz`);
    const kept: AuditRecord[] = [];
    for await (const records of file ?? []) kept.push(...records);
    expect(kept).toEqual(before.records.filter(({ chain }) => chain === JANUARY));
  });
});

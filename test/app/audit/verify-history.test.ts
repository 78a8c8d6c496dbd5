import { Temporal } from 'temporal-polyfill';
import { beforeEach, describe, expect, it } from 'vitest';
import { type Verification, type VerifyQuery, verifyHistory } from '../../../src/app/audit/verify-history.ts';
import type { AuditEntry } from '../../../src/core/audit/record.ts';
import { NOON } from '../../support/builders.ts';
import { TestSystem } from '../../support/test-system.ts';

const RENDER = { account: 'demo', pool: 'render' };
const CHAIN = 'p.demo.render.2026-03';
const FEBRUARY = Temporal.Instant.from('2026-02-10T12:00:00Z');

const system = TestSystem.forEachTest();

beforeEach(async () => {
  await write({ at: FEBRUARY.subtract({ hours: 24 * 28 }), reason: 'january' });
  await write({ at: FEBRUARY, reason: 'february 1' }, { at: FEBRUARY, reason: 'february 2' });
  // Six records in March, one an hour, of nodes in turn.
  for (let index = 1; index <= 6; index += 1) {
    const subject = { ...RENDER, node: `node-${index % 2}` };
    await write({ at: NOON.add({ hours: index }), subject, reason: `march ${index}`, correlation: `c${index}` });
  }
  await write({ subject: { document: 'schedules/nights' }, reason: 'a document' });
});

async function write(...entries: readonly Partial<AuditEntry>[]): Promise<void> {
  const defaults = {
    at: NOON,
    actor: 'me',
    action: 'test',
    phase: 'event',
    subject: RENDER,
    correlation: 'c',
  } as const;
  await system.ports.audit.append(entries.map((entry) => ({ ...defaults, reason: '', ...entry })));
}

const table = () => system.storage.table('Audit');

interface Row {
  readonly partitionKey: string;
  readonly rowKey: string;
  readonly [name: string]: unknown;
}

/** The rows of March whose keys begin so, in order. */
async function rows(prefix: string, chain = CHAIN): Promise<readonly Row[]> {
  const found: Row[] = [];
  for await (const entity of table().listEntities()) {
    const row = entity as unknown as Row;
    if (row.partitionKey === chain && row.rowKey.startsWith(prefix)) found.push(row);
  }
  return found;
}

async function row(prefix: string, number: number): Promise<Row> {
  const found = (await rows(prefix)).find((one) => one['number'] === number);
  if (found === undefined) throw new Error(`There is no row ${prefix} of ${number}.`);
  return found;
}

async function edit({ partitionKey, rowKey }: Row, members: object): Promise<void> {
  await table().updateEntity({ partitionKey, rowKey, ...members }, 'Merge');
}

async function remove({ partitionKey, rowKey }: Row): Promise<void> {
  await table().deleteEntity(partitionKey, rowKey);
}

async function removeChain(chain: string): Promise<void> {
  for (const one of await rows('', chain)) await remove(one);
}

/** Request after request, each with so many rows, until all was walked. */
async function verify(query: VerifyQuery = {}, rowsARequest = 100_000): Promise<Verification> {
  const limits = { rows: rowsARequest, time: Temporal.Duration.from({ hours: 1 }) };
  let all: Verification = { ok: true, chains: 0, records: 0, faults: [], cursor: undefined };
  let cursor: string | undefined;
  do {
    const part = await verifyHistory(system.ports, { ...query, cursor }, limits);
    all = {
      ok: all.ok && part.ok,
      chains: all.chains + part.chains,
      records: all.records + part.records,
      faults: [...all.faults, ...part.faults],
      cursor: undefined,
    };
    cursor = part.cursor;
  } while (cursor !== undefined);
  return all;
}

describe('a history as it was written', () => {
  it.each([100_000, 1, 2])('has no fault, walked %i rows a request', async (rowsARequest) => {
    // Ten records, six of them with copies.
    expect(await verify({}, rowsARequest)).toEqual({ ok: true, chains: 4, records: 10, faults: [], cursor: undefined });
  });

  it('has none though a chain begins while it is walked', async () => {
    const { auditChains } = system.ports;
    const ports = {
      ...system.ports,
      auditChains: {
        ...auditChains,
        hourIndexRows: async function* (...given: Parameters<typeof auditChains.hourIndexRows>) {
          await write({ subject: { account: 'demo', pool: 'new' }, reason: 'the first of its pool' });
          yield* auditChains.hourIndexRows(...given);
        },
      },
    };
    expect(await verifyHistory(ports, {})).toMatchObject({ ok: true, faults: [] });
  });

  it('is walked without comparing every chain with every other', async () => {
    const pools = Array.from({ length: 40 }, (_, index) => `pool-${index}`);
    await Promise.all(pools.map((pool) => write({ subject: { account: 'demo', pool }, reason: 'one' })));
    const { auditChains } = system.ports;
    let reads = 0;
    const counted = (chains: readonly string[]) =>
      new Proxy(chains, {
        get: (target, name) => {
          if (typeof name === 'string' && /^\d+$/.test(name)) reads += 1;
          return Reflect.get(target, name);
        },
      });
    const list: typeof auditChains.list = async (filter) => counted(await auditChains.list(filter));
    const ports = { ...system.ports, auditChains: { ...auditChains, list } };
    expect(await verifyHistory(ports, {})).toMatchObject({ ok: true, chains: 44 });
    expect(reads).toBeLessThan(10 * 44);
  });

  it('is walked as far as is asked for, in whole months', async () => {
    expect(await verify({ ...RENDER })).toMatchObject({ ok: true, chains: 3, records: 9 });
    expect(await verify({ from: NOON })).toMatchObject({ ok: true, chains: 2, records: 7 });
    expect(await verify({ to: FEBRUARY })).toMatchObject({ ok: true, chains: 2, records: 3 });
    expect(await verify({ account: 'nobody' })).toMatchObject({ ok: true, chains: 0, records: 0 });
  });

  it('has none while it is added to, nor where a record came too late for its month', async () => {
    await write({ at: FEBRUARY.add({ hours: 1 }), reason: 'late' });
    expect(await verify()).toMatchObject({ ok: true, chains: 4 });
    const { records } = await system.ports.audit.page({ ...RENDER, limit: 1 });
    expect(records[0]).toMatchObject({ chain: CHAIN, number: 7, reason: 'late' });
  });
});

describe('behind its back', () => {
  type Deed = () => Promise<void>;
  const deeds: readonly (readonly [string, Deed, number, string])[] = [
    ['a record edited', async () => edit(await row('r.', 3), { reason: 'x' }), 3, 'record 3 was changed after it was'],
    ['its moment edited', async () => edit(await row('r.', 3), { at: '2026-03-02T00:00:00Z' }), 3, 'was changed'],
    ['the last record edited', async () => edit(await row('r.', 6), { actor: 'you' }), 6, 'record 6 was changed'],
    ['its number edited', async () => edit(await row('r.', 3), { number: 9 }), 3, ''],
    ['a record removed', async () => remove(await row('r.', 3)), 3, 'record 3 is missing, 4 follows'],
    ['the first removed', async () => remove(await row('r.', 1)), 1, 'record 1 is missing'],
    ['the last removed', async () => remove(await row('r.', 6)), 6, 'record 6 is missing'],
    [
      'records 2 and 5 edited',
      async () => {
        await edit(await row('r.', 5), { reason: 'x' });
        await edit(await row('r.', 2), { reason: 'x' });
      },
      2,
      'record 2 was changed',
    ],
    [
      'a record put in',
      async () => {
        const { etag: _, timestamp: __, ...copy } = await row('r.', 3);
        await table().createEntity({ ...copy, rowKey: copy.rowKey.replace(/.$/, '0') });
      },
      3,
      'record 3 is there once more',
    ],
    [
      'a record put in after the end',
      async () => {
        const { etag: _, timestamp: __, ...copy } = await row('r.', 6);
        await table().createEntity({ ...copy, number: 7, rowKey: copy.rowKey.replace(/.$/, '2') });
      },
      7,
      'record 7 is there, and the head says that the chain ends at 6',
    ],
    [
      'the head edited',
      async () => edit((await rows('head'))[0] as Row, { hash: 'f'.repeat(64) }),
      6,
      'is not the one',
    ],
    ['the head moved back', async () => edit((await rows('head'))[0] as Row, { number: 5 }), 5, ''],
    ['the head removed', async () => remove((await rows('head'))[0] as Row), 0, 'its head is missing'],
    [
      'a copy edited',
      async () => edit(await row('n.', 4), { reason: 'x' }),
      4,
      'the copy of record 4 under its node was',
    ],
    ['a copy removed', async () => remove(await row('n.', 4)), 4, 'the copy of record 4 under its node is missing'],
    [
      'a copy put under another node',
      async () => {
        const { etag: _, timestamp: __, ...copy } = await row('n.', 4);
        await table().createEntity({ ...copy, rowKey: copy.rowKey.replace('node-0', 'node-9') });
      },
      4,
      'the copy of record 4 under node-9 is of no record',
    ],
    ['a correlation sign removed', async () => table().deleteEntity('c.c2', CHAIN).then(), 2, 'by correlation c2'],
    [
      'an hour sign removed',
      async () => {
        const indexRows = await rows('', 'h');
        await remove(indexRows.find(({ rowKey }) => rowKey.endsWith(CHAIN)) as Row);
      },
      6,
      'by its hour in the directory',
    ],
    ['the whole chain removed', () => removeChain(CHAIN), 0, 'nothing is there'],
    [
      'the whole chain removed, and its month sign',
      async () => {
        await removeChain(CHAIN);
        const [newest] = await rows('', 'm.p.demo.render');
        await remove(newest as Row);
      },
      0,
      'is not listed under its month',
    ],
  ];

  it('is told without its place where the search for it takes too long', async () => {
    await remove(await row('n.', 4));
    const { auditChains, wallClock } = system.ports;
    let walks = 0;
    const rows: typeof auditChains.rows = (chain, kind, after) => {
      if (chain === CHAIN && kind === 'copies') walks += 1;
      return auditChains.rows(chain, kind, after);
    };
    // The copies are read a second time to search them.
    const now = async () => (await wallClock.now()).add({ hours: walks > 1 ? 2 : 0 });
    const ports = { ...system.ports, auditChains: { ...auditChains, rows }, wallClock: { now } };
    const { faults } = await verifyHistory(ports, {});
    expect(faults).toMatchObject([{ chain: CHAIN, number: 0, message: expect.stringContaining('do not agree') }]);
  });

  it.each(deeds)('%s is found, and the first record named', async (_, deed, number, message) => {
    await deed();
    const { ok, faults } = await verify();
    expect(ok).toBe(false);
    expect(faults).toHaveLength(1);
    expect(faults[0]).toMatchObject({ chain: CHAIN, number, message: expect.stringContaining(message) });
    expect(faults[0]?.record).toBe(number === 0 ? undefined : `${CHAIN}/${number}`);
    // The same is found however small the steps are.
    expect((await verify({}, 1)).faults).toEqual(faults);
  });

  it('a whole month removed from between two others is found at the one after it', async () => {
    await removeChain('p.demo.render.2026-02');
    const indexRows = await rows('', 'm.p.demo.render');
    await remove(indexRows.find(({ rowKey }) => rowKey.endsWith('2026-02')) as Row);
    for (const sign of await rows('', 'h')) if (sign.rowKey.endsWith('2026-02')) await remove(sign);
    expect((await verify()).faults).toEqual([
      {
        chain: CHAIN,
        number: 1,
        record: `${CHAIN}/1`,
        message:
          'record 1 is not linked to the end of p.demo.render.2026-01: one of the two was changed, or what was between is gone',
      },
    ]);
  });
});

describe('a cursor', () => {
  it('that nobody gave is refused', async () => {
    await expect(verifyHistory(system.ports, { cursor: 'abc' })).rejects.toMatchObject({ code: 'InvalidRequest' });
  });
});

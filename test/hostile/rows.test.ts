import { gzipSync } from 'node:zlib';
import { BlobServiceClient } from '@azure/storage-blob';
import { describe, expect, it } from 'vitest';
import { FORECAST_CONTAINER } from '../../src/adapters/blobs/forecast-blobs.ts';
import { evaluatePool } from '../../src/app/evaluation/evaluate-pool.ts';
import { readSubscriptions } from '../../src/app/outbound/read-subscriptions.ts';
import { readRules } from '../../src/app/webhooks/read-rules.ts';
import { Story } from '../app/support/story.ts';
import { aCalendar } from '../support/calendar-text.ts';

const story = Story.forEachTest();

const WINDOW = { days: ['MON-SUN'], from: '00:00', to: '24:00', capacity: { min: 1 } };
const EVERY_SECOND = aCalendar(['DTSTART:20260301T080000Z', 'DURATION:PT1S', 'RRULE:FREQ=SECONDLY']);
const NESTED = `${'['.repeat(15_000)}${']'.repeat(15_000)}`;

type Row = Readonly<Record<string, unknown>>;

const schedule = (more: object): Row =>
  document('hours', JSON.stringify({ id: 'hours', timeZone: 'Etc/UTC', windows: [], ...more }));
const document = (rowKey: string, text: string): Row => ({
  partitionKey: 'documents',
  rowKey,
  actor: 'x',
  text0: text,
});
const policy = (text: string): Row => document('render', text);
const note = (kind: string, more: object): Row => ({
  ...{ partitionKey: `${kind}|demo`, rowKey: 'render|a', account: 'demo', poolId: 'render' },
  ...{ text: '{}', until: '2027-01-01T00:00:00.000Z', ...more },
});
const state = (more: object): Row => ({
  ...{ partitionKey: 'demo', rowKey: 'render', v: 1, poolId: 'render', tick: '2026-03-02T11:00:00Z' },
  ...{ fingerprint0: 'x', memory0: '{}', ...more },
});

/** What somebody with the tables alone can write about one pool, past every check, and the most failed evaluations that it may cost. */
const ROWS: readonly (readonly [what: string, table: string, row: Row, failures: number])[] = [
  ['a schedule that is no JSON', 'Schedules', document('hours', '{"id":'), 0],
  ['a schedule that is empty', 'Schedules', document('hours', ''), 0],
  ['a schedule that is a number', 'Schedules', document('hours', '7'), 0],
  ['a schedule without text', 'Schedules', { partitionKey: 'documents', rowKey: 'hours' }, 0],
  ['a schedule nested deeply', 'Schedules', document('hours', NESTED), 0],
  [
    'a schedule with a member of objects',
    'Schedules',
    document('hours', '{"id":"hours","timeZone":"Etc/UTC","windows":[],"__proto__":{"outside":{"min":9}}}'),
    0,
  ],
  [
    'a schedule of windows without end',
    'Schedules',
    schedule({ windows: Array.from({ length: 300 }, (_, index) => ({ ...WINDOW, name: `w${index}` })) }),
    0,
  ],
  ['a schedule without a zone', 'Schedules', schedule({ timeZone: 'Nowhere/At_All' }), 0],
  [
    'a calendar of each second',
    'Schedules',
    schedule({ exceptions: [{ calendar: EVERY_SECOND, capacity: { max: 0 } }] }),
    0,
  ],
  ['a schedule of another version', 'Schedules', { ...schedule({}), v: 99 }, 0],
  ['a schedule as large as a row can be', 'Schedules', document('hours', ' '.repeat(32_000)), 0],
  ['a policy with pools and nothing else that is right', 'Policies', policy('{"pools":["render"],"mode":7}'), 0],
  ['a policy of stars', 'Policies', policy(`{"pools":["render","${'*a'.repeat(10_000)}b"]}`), 0],
  ['an override that is no JSON', 'Overrides', note('override', { text: '{' }), 0],
  ['an override without an end', 'Overrides', note('override', { until: 'z' }), 0],
  ['an override nested deeply', 'Overrides', note('override', { text: NESTED }), 0],
  ['an override of everything', 'Overrides', note('override', { text: '{"capacity":{"min":1e308,"max":-1}}' }), 0],
  ['an override with a member of objects', 'Overrides', note('override', { text: '{"__proto__":{"capacity":{}}}' }), 0],
  ['an announcement that is a list', 'Demand', note('announced', { text: '[]' }), 0],
  ['an announcement without an end', 'Demand', note('announced', { until: '9'.repeat(30_000) }), 0],
  ['an announcement of too much', 'Demand', note('announced', { text: '{"slots":1e300,"by":"never"}' }), 0],
  ['a reset that is none', 'Overrides', note('reset', { text: '{"at":1}' }), 0],
  ['a state without a tick', 'PoolState', state({ tick: 'never' }), 2],
  ['a state whose memory is no JSON', 'PoolState', state({ memory0: '{' }), 2],
  ['a state that remembers nonsense', 'PoolState', state({ memory0: '{"off":7,"starting":[{"nodeId":{}}]}' }), 2],
  ['a state that remembers members of objects', 'PoolState', state({ memory0: '{"__proto__":{"off":["n"]}}' }), 0],
  ['a state whose plan is no JSON', 'PoolState', state({ lastPlan0: '{' }), 2],
  ['a state whose plan is a number', 'PoolState', state({ lastPlan0: '7' }), 2],
  ['a state that somebody acts by for ever', 'PoolState', state({ acting: '{"until":"9999-12-31T00:00:00Z"}' }), 0],
  ['a state that is acted on by nonsense', 'PoolState', state({ acting: '{"until":0}' }), 2],
  ['a state of another version', 'PoolState', state({ v: 99 }), 2],
  ['demand that is nonsense', 'PoolState', state({ memory0: '{"demand":{"jobs":[],"minutes":"////"}}' }), 0],
];

/** So many failures of evaluations there were in the two ticks of a story, each of which concerns a pool of its own, as in the host. */
async function failuresOfTwoTicks(): Promise<number> {
  let failures = 0;
  for (let minute = 0; minute < 2; minute += 1) {
    await story.account.advance('PT1M');
    const { tick, requests } = await story.survey();
    expect(tick.problems).toEqual([]);
    expect(requests.length).toBeLessThanOrEqual(2);
    for (const request of requests)
      await evaluatePool(story.ports, request).catch((error: unknown) => {
        expect([request.facts.poolId, error]).toEqual(['render', expect.anything()]);
        failures += 1;
      });
  }
  return failures;
}

async function twoPools(policyOfRender: object = {}): Promise<void> {
  await story.account.createIdlePool('render', { dedicated: 1 });
  await story.account.createIdlePool('other', { dedicated: 1 });
  await story.atMost(0, policyOfRender);
  await story.schedule({ id: 'own', outside: { min: 0, max: 0 } });
  await story.policy({ id: 'others', pools: ['other'], schedules: ['own'] });
}

const actsOn = async (pool: string) =>
  (await story.acts()).filter((act) => act.pool === pool).map(({ action }) => action);

describe('a row of a table that has', () => {
  it.each(ROWS)('%s keeps no other pool from being looked after', async (_, table, row, failures) => {
    await twoPools();
    await story.system.storage.table(table).upsertEntity(row as { partitionKey: string; rowKey: string }, 'Replace');
    expect(await failuresOfTwoTicks()).toBe(failures);
    expect(await actsOn('other')).toEqual(['deallocate']);
    // No row is read as something that it does not say.
    if (!table.startsWith('PoolState')) expect(await actsOn('render')).toEqual([]);
  });
});

describe('a policy whose pools cannot be read', () => {
  it.each(['{"pools":["render"],"__proto__":{"mode":"enforce"}}', '{"id":', '7', NESTED])(
    'may be the one that protects a pool: nothing is done to any: %.40s',
    async (text) => {
      await twoPools();
      await story.storeUnchecked('Policies', 'x', text);
      expect(await failuresOfTwoTicks()).toBe(0);
      expect(await story.acts()).toEqual([]);
      expect((await story.state({ account: 'demo', poolId: 'other' })).lastPlan?.leftAlone).toContain(
        'the policy "x" can\'t be read',
      );
    },
  );
});

describe('a subscription or a rule that cannot be read', () => {
  const GOOD = { id: 'ops', url: 'https://hooks.example/', events: ['*'], secret: `whsec_${'A'.repeat(44)}` };

  it.each<readonly [what: string, row: Row]>([
    ['no JSON', document('a', '{')],
    ['a list', document('a', '[]')],
    ['nested deeply', document('a', NESTED)],
    ['of another version', { ...document('a', JSON.stringify(GOOD)), v: 99 }],
    ['a member of objects', document('a', '{"__proto__":{"url":"https://evil.example/"}}')],
  ])('%s keeps no other from being told', async (_, row) => {
    for (const table of ['Subscriptions', 'Rules'] as const)
      await story.system.storage.table(table).upsertEntity(row as { partitionKey: string; rowKey: string }, 'Replace');
    await story.storeUnchecked('Subscriptions', 'ops', JSON.stringify(GOOD));
    expect((await readSubscriptions(story.ports)).map(({ id }) => id)).toEqual(['ops']);
    expect((await readRules(story.ports)).unreadable).toMatchObject([{ rule: 'a' }]);
  });
});

describe('a forecast that was not written by the app', () => {
  it.each<readonly [what: string, bytes: Uint8Array]>([
    ['nothing', Buffer.alloc(0)],
    ['no archive', Buffer.from('not packed')],
    ['half an archive', gzipSync(Buffer.alloc(100_000, 1)).subarray(0, 60)],
    ['an archive of 128 MiB in 128 KiB', gzipSync(Buffer.alloc(2 ** 27), { level: 9 })],
    ['numbers that are none', gzipSync(Buffer.alloc(50_000, 255))],
  ])('%s is learned anew', async (_, bytes) => {
    await twoPools({ forecast: { mode: 'enforce' } });
    const blobs = BlobServiceClient.fromConnectionString(story.system.storage.connectionString);
    const container = blobs.getContainerClient(FORECAST_CONTAINER);
    await container.createIfNotExists();
    await container.getBlockBlobClient('demo/render.bin.gz').upload(bytes, bytes.length);
    story.system.ports = story.system.compose();
    expect(await failuresOfTwoTicks()).toBe(0);
    expect(await actsOn('other')).toEqual(['deallocate']);
    expect((await story.state()).lastPlan?.leftAlone).toBeUndefined();
  });
});

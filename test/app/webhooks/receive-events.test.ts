import { QueueClient } from '@azure/storage-queue';
import { beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { ACTS } from '../../../src/adapters/queue/act-queue.ts';
import { saveDocument } from '../../../src/app/documents/save-document.ts';
import { listAnnouncements } from '../../../src/app/pools/announcements.ts';
import { getOverride, putOverride } from '../../../src/app/pools/overrides.ts';
import type { Ports } from '../../../src/app/ports.ts';
import { claimEvent } from '../../../src/app/webhooks/event-claim.ts';
import { receiveEvents } from '../../../src/app/webhooks/receive-events.ts';
import { fromActMessage } from '../../../src/ports/act-message.ts';
import { noWaiting } from '../../support/no-waiting.ts';
import { RENDER, Story } from '../support/story.ts';

const story = Story.forEachTest();
let acts: QueueClient;
beforeAll(async () => {
  acts = new QueueClient(story.system.storage.connectionString, ACTS);
  await acts.createIfNotExists();
});
beforeEach(async () => {
  await acts.clearMessages();
});

const POOL = { account: 'demo', pool: 'render' };
const OVERRIDE = { override: { ...POOL, capacity: { min: 1 }, until: 'PT4H' } };
const ANNOUNCE = { announce: { ...POOL, slots: '{{tasks}}', by: 'PT1H' } };

async function rule(id: string, act: object, more: object = {}): Promise<void> {
  const value = { id, source: 'generic', match: { type: 'work' }, act, ...more };
  await saveDocument(story.ports, { kind: 'rules', id, value, actor: 'test', expected: undefined });
}

const KEY = 'msg_1';

/** A message comes in; the same one without an id of its own. */
async function come(fields: object = {}, { ports = story.ports, key = KEY }: { ports?: Ports; key?: string } = {}) {
  const body = { type: 'work', tasks: 5, ...fields };
  const event = { id: key, key, body };
  const [receipt] = await receiveEvents(ports, { source: 'generic', events: [event], sha256: 'hash', bytes: 10 });
  if (receipt === undefined) throw new Error('Each event has a receipt.');
  const rules = receipt.rules.map(({ rule: id, outcome, reason }) => [id, outcome, reason]);
  return { ...receipt, rules };
}

async function announced(): Promise<readonly number[]> {
  return (await listAnnouncements(story.ports, RENDER)).announcements.map(({ slots }) => slots);
}

async function received() {
  return (await story.ports.audit.page({ limit: 100, action: 'webhook.received' })).records;
}

/** A store of announcements that is out of reach. */
function broken(): Ports {
  const nowhere = story.system.storage.connectionString.replaceAll(/127\.0\.0\.1:\d+/g, '127.0.0.1:9');
  const { announcements } = story.system.compose({ AzureWebJobsStorage: nowhere });
  return { ...story.ports, announcements };
}

/** A process that finds accounts by a tag, and could not search for them. */
async function unsearched(): Promise<Ports> {
  const [, , subscription = ''] = story.account.resourceId.split('/');
  const ports = story.system.compose({
    BATCH_ACCOUNTS: JSON.stringify([{ subscription, tag: 'lamplighter=yes' }]),
    ARM_ENDPOINT: 'http://127.0.0.1:9',
  });
  expect(await ports.batch.refreshAccounts()).toHaveLength(1);
  return ports;
}

describe('rules that are for an event', () => {
  beforeEach(() => story.account.createPool('render', { dedicated: 0 }));

  it('leave an override that a person sets at the moment at which a rule ends its own', async () => {
    await rule('a', OVERRIDE, { match: { type: 'fired' } });
    await rule('b', { endOverride: { ...POOL, putBy: 'a' } }, { match: { type: 'resolved' } });
    await come({ type: 'fired' });
    const { ports } = story;
    const value = { capacity: { min: 7 }, until: '2026-03-03T12:00:00Z' };
    const append: Ports['audit']['append'] = async (entries, options) => {
      const records = await ports.audit.append(entries, options);
      if (entries[0]?.action === 'override.delete') await putOverride(ports, { pool: RENDER, value, actor: 'anna' });
      return records;
    };
    const receipt = await come(
      { type: 'resolved' },
      { ports: { ...ports, audit: { ...ports.audit, append } }, key: '2' },
    );
    expect(receipt.rules).toEqual([['b', 'failed', expect.stringContaining('at the same moment')]]);
    expect(await getOverride(ports, RENDER)).toMatchObject({ actor: 'anna', capacity: { min: 7 } });
    expect((await come({ type: 'resolved' }, { key: '2' })).rules).toEqual([['b', 'unneeded', expect.anything()]]);
  });

  it('wait for the next delivery while it is not known which accounts there are', async () => {
    await rule('a', ANNOUNCE);
    const receipt = await come({}, { ports: await unsearched() });
    expect(receipt.rules).toEqual([['a', 'failed', expect.stringContaining('not known yet')]]);
    expect(receipt.again).toBeDefined();
    expect((await come()).status).toBe('applied');
    expect(await announced()).toEqual([5]);
  });

  it('are all applied, in the order of their ids', async () => {
    await rule('b', ANNOUNCE);
    await rule('a', OVERRIDE);
    await rule('c', ANNOUNCE, { match: { type: 'other' } });
    await rule('d', ANNOUNCE, { enabled: false });
    const receipt = await come();
    expect(receipt).toMatchObject({ status: 'applied', again: undefined });
    expect(receipt.rules).toEqual([
      ['a', 'applied', "the pool 'render' is overridden until 2026-03-02T16:00:00Z"],
      ['b', 'applied', "5 slots are announced for 'render' by 2026-03-02T13:00:00Z"],
    ]);
    expect(await received()).toMatchObject([{ reason: 'a applied, b applied' }]);
  });

  it('are held to what the API holds a request to, with what the event has', async () => {
    await rule('a', ANNOUNCE);
    const refusals: [object, string][] = [
      [{ tasks: '5' }, '$.slots: a number of task slots is expected'],
      [{ tasks: -1 }, '$.slots: at least one slot is expected'],
      [{ tasks: { a: 1 } }, '$.slots: a number of task slots is expected'],
      [{ tasks: null }, 'the event has no tasks'],
    ];
    for (const [index, [fields, reason]] of refusals.entries()) {
      const receipt = await come(fields, { key: `msg_${index}` });
      expect(receipt).toMatchObject({ status: 'failed', again: undefined, rules: [['a', 'refused', reason]] });
    }
    expect(await announced()).toEqual([]);
  });

  it('touch no pool that they do not name, whatever the event asks for', async () => {
    await story.account.createPool('secret', { dedicated: 0 });
    const act = { override: { ...OVERRIDE.override, account: '{{account}}', pool: '{{pool}}' } };
    await rule('a', act, { pools: ['demo/render*'] });
    const wrong: [unknown, unknown, RegExp][] = [
      ['demo', 'secret', /may not touch the pool 'secret' of 'demo'/],
      ['other', 'render', /may not touch the pool 'render' of 'other'/],
      ['demo', 'render/../secret', /^\$\.pool: the id of a pool has/],
      ['demo', ['render'], /^\$\.pool: the id of a pool is expected/],
      ['demo', 'render-of-nobody', /has no pool 'render-of-nobody'/],
    ];
    for (const [index, [account, pool, reason]] of wrong.entries()) {
      const receipt = await come({ account, pool }, { key: `msg_${index}` });
      expect(receipt.rules).toEqual([['a', 'refused', expect.stringMatching(reason)]]);
    }
    expect((await come({ account: 'demo', pool: 'RENDER' }, { key: 'last' })).status).toBe('applied');
  });

  it('are refused a moment that is over, and one that is none', async () => {
    await rule('a', { override: { ...OVERRIDE.override, until: '{{until}}' } });
    const times: [string, RegExp][] = [
      ['2026-03-02T11:00:00Z', /\$\.until: it is in the past/],
      ['18:00', /\$\.timeZone: a time of day needs a time zone/],
      ['tomorrow', /\$\.until: a moment such as/],
    ];
    for (const [index, [until, reason]] of times.entries())
      expect((await come({ until }, { key: `msg_${index}` })).rules).toEqual([
        ['a', 'refused', expect.stringMatching(reason)],
      ]);
  });

  it('that cannot be read are said, and keep no other from its work', async () => {
    await rule('b', ANNOUNCE);
    await story.ports.documents.put({ kind: 'rules', id: 'a', text: '{"id":"a"}', actor: 'me' }, 'absent');
    const receipt = await come();
    expect(receipt).toMatchObject({ status: 'applied', again: undefined });
    expect(receipt.rules.map(([id, outcome]) => [id, outcome])).toEqual([
      ['b', 'applied'],
      ['a', 'refused'],
    ]);
    expect((await come({ type: 'other' }, { key: 'msg_2' })).status).toBe('ignored');
  });

  it('ask for nodes under a correlation that is theirs', async () => {
    const nodes = { ...POOL, reason: '{{why}}' };
    await rule('a', { start: { ...nodes, count: 3, until: '18:00', timeZone: 'Europe/Berlin' } });
    await rule('b', { deallocate: { ...nodes, all: true, until: '{{until}}' } });
    const receipt = await come({ why: 'the queue is long', until: '2026-03-02T11:00:00Z' });
    expect(receipt.rules).toEqual([
      ['a', 'accepted', "start is requested in the pool 'render'; the audit log has the outcome"],
      ['b', 'refused', expect.stringContaining('is in the past')],
    ]);
    const { receivedMessageItems } = await acts.receiveMessages({ numberOfMessages: 32 });
    const asked = receivedMessageItems.map(({ messageText }) =>
      fromActMessage(JSON.parse(Buffer.from(messageText, 'base64').toString('utf8'))),
    );
    expect(asked).toMatchObject([
      {
        pool: RENDER,
        action: 'start',
        nodes: { kind: 'count', count: 3 },
        reason: 'the queue is long',
        actor: 'webhook:generic',
      },
    ]);
    expect(asked[0]?.until?.toString()).toBe('2026-03-02T17:00:00Z');
    expect((await story.audit()).map(({ action, correlation }) => [action, correlation])).toEqual([
      ['start.requested', asked[0]?.correlation],
    ]);
  });
});

describe('an event that comes more than once', () => {
  beforeEach(() => story.account.createPool('render', { dedicated: 0 }));

  it('is worked on once, however many processes get it at the same moment', async () => {
    await rule('a', ANNOUNCE);
    const processes = Array.from({ length: 8 }, () => story.system.compose());
    const receipts = await Promise.all(processes.map((ports) => come({}, { ports })));
    expect(receipts.map(({ status }) => status).toSorted()).toEqual([
      'applied',
      ...Array.from({ length: 7 }, () => 'duplicate'),
    ]);
    expect(new Set(receipts.map(({ correlation }) => correlation)).size).toBe(1);
    expect(await announced()).toEqual([5]);
    expect(await story.recorded()).toEqual(['demand.announced event']);
    expect(await received()).toHaveLength(1);
  });

  it('goes on where it was broken off, and does nothing twice', async () => {
    await rule('a', OVERRIDE);
    await rule('b', ANNOUNCE);
    const failed = await come({}, { ports: broken() });
    expect(failed).toMatchObject({ status: 'failed', again: expect.stringMatching(/^b: The table Demand/) });
    expect(failed.rules.map(([id, outcome]) => [id, outcome])).toEqual([
      ['a', 'applied'],
      ['b', 'failed'],
    ]);
    await story.account.advance('PT30M');
    const after = await come();
    expect(after).toMatchObject({ status: 'applied', again: undefined });
    // Spans count from when the event first came.
    expect(after.rules).toEqual([
      ['a', 'applied', "the pool 'render' is overridden until 2026-03-02T16:00:00Z"],
      ['b', 'applied', "5 slots are announced for 'render' by 2026-03-02T13:00:00Z"],
    ]);
    expect(await story.recorded()).toEqual(['override event', 'demand.announced event']);
    expect((await come()).status).toBe('duplicate');
  });

  it('is taken up from a process that died with it, before or after its act', async () => {
    await rule('a', OVERRIDE);
    await rule('b', ANNOUNCE);
    const dead = story.system.compose();
    expect((await claimEvent(dead, JSON.stringify(['generic', KEY]))).kind).toBe('mine');
    await story.account.advance('PT2M');
    expect(await come()).toMatchObject({ status: 'applied' });

    // It dies once more, when all is done and nothing of it was remembered.
    const { partitionKey = '', rowKey = '' } = await anyClaim();
    await story.system.storage.table('Claims').deleteEntity(partitionKey, rowKey);
    expect(await come()).toMatchObject({ status: 'applied' });
    expect(await announced()).toEqual([5]);
    expect(await story.recorded()).toEqual(['override event', 'demand.announced event']);
  });

  it('waits for nobody for ever: whoever sends it is told to come again', async () => {
    await rule('a', ANNOUNCE);
    await claimEvent(story.ports, JSON.stringify(['generic', KEY]));
    const { pause, pauses } = noWaiting();
    const ports = { ...story.ports, pause };
    expect(await come({}, { ports })).toMatchObject({ status: 'failed', again: 'another request works on it' });
    expect(pauses()).toBe(19);
    expect(await announced()).toEqual([]);
  });

  it('is another one after a week', async () => {
    await rule('a', OVERRIDE);
    await come();
    await story.account.advance('P7D');
    expect(await come()).toMatchObject({ status: 'applied' });
    expect(await getOverride(story.ports, RENDER)).toMatchObject({ until: '2026-03-09T16:00:00Z' });
  });

  async function anyClaim() {
    for await (const entity of story.system.storage.table('Claims').listEntities()) return entity;
    throw new Error('Nothing was claimed.');
  }
});

describe('many events in one delivery', () => {
  it('are begun for a quarter of a minute; the others have to come again', async () => {
    await story.account.createPool('render', { dedicated: 0 });
    await rule('a', ANNOUNCE);
    const body = { type: 'work', tasks: 5 };
    const events = ['1', '2', '3'].map((key) => ({ id: key, key, body }));
    // Each look at the clock takes six seconds.
    let wall = await story.system.now();
    const wallClock = {
      now: async () => {
        wall = wall.add({ seconds: 6 });
        return wall;
      },
    };
    const first = await receiveEvents(
      { ...story.ports, wallClock },
      { source: 'generic', events, sha256: '', bytes: 1 },
    );
    expect(first.map(({ status }) => status)).toEqual(['applied', 'failed', 'failed']);
    expect(first[2]?.again).toBe('there was no time for it');
    const second = await receiveEvents(story.ports, { source: 'generic', events, sha256: '', bytes: 1 });
    expect(second.map(({ status }) => status)).toEqual(['duplicate', 'applied', 'applied']);
  });
});

describe('work that is announced by an event', () => {
  it('has its nodes by then: "200 tasks at 06:00"', async () => {
    const nodes = await story.account.createIdlePool('render', { dedicated: 60, properties: { taskSlotsPerNode: 4 } });
    for (const { id } of nodes) await story.account.deallocate('render', id);
    await story.account.advance('PT2M');
    await story.atMost(60, { lead: { initial: 'PT6M' } });
    await rule('nightly', { announce: { ...POOL, slots: '{{tasks}}', by: '13:00', timeZone: 'Etc/UTC' } });
    expect((await come({ tasks: 200 })).rules).toEqual([
      ['nightly', 'applied', "200 slots are announced for 'render' by 2026-03-02T13:00:00Z"],
    ]);
    const ready = async () => (await story.account.nodes('render')).filter(({ state }) => state === 'idle').length;
    while ((await story.system.now()).toString() < '2026-03-02T12:53:00Z') await story.minutes(1);
    expect(await ready()).toBe(0);
    while ((await story.system.now()).toString() < '2026-03-02T13:00:00Z') await story.minutes(1);
    // 200 slots at 4 a node.
    expect(await ready()).toBe(50);
  });
});

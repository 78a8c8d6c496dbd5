import { QueueClient } from '@azure/storage-queue';
import { Temporal } from 'temporal-polyfill';
import { beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { ACTS } from '../../../src/adapters/queue/act-queue.ts';
import { actOnPool, type ManualRequestReport } from '../../../src/app/acts/act-on-pool.ts';
import { giveUpRequest } from '../../../src/app/acts/give-up-request.ts';
import { requestAct } from '../../../src/app/acts/request-act.ts';
import { sweepRequests } from '../../../src/app/acts/sweep-requests.ts';
import { effectOfAct } from '../../../src/app/effects/effect-of-act.ts';
import { effectOfStop } from '../../../src/app/effects/effect-of-stop.ts';
import { putOverride } from '../../../src/app/pools/overrides.ts';
import { NAMED_NODES } from '../../../src/documents/fields/node-choice.ts';
import { fromActMessage, toActMessage } from '../../../src/ports/act-message.ts';
import type { AskedAct, QueuedAct } from '../../../src/ports/act-queue.ts';
import { Gateway } from '../support/gateway.ts';
import { RENDER, Story } from '../support/story.ts';

describe('nodes started and deallocated by hand', () => {
  const story = Story.forEachTest();
  let queue: QueueClient;

  beforeAll(async () => {
    queue = new QueueClient(story.system.storage.connectionString, ACTS);
    await queue.createIfNotExists();
  });
  beforeEach(async () => {
    await queue.clearMessages();
  });

  async function ask(asked: Partial<AskedAct>): Promise<string> {
    const { ports } = story;
    const correlation = asked.correlation ?? ports.newCorrelation();
    await requestAct(ports, {
      pool: RENDER,
      action: 'deallocate',
      nodes: { kind: 'all' },
      reason: 'nobody works today',
      until: undefined,
      actor: 'anna',
      at: await ports.clock.now(),
      ...asked,
      correlation,
    });
    return correlation;
  }

  /** What waits, delayed or not: a test does not wait for a delay. */
  async function queued(): Promise<readonly QueuedAct[]> {
    const { receivedMessageItems } = await queue.receiveMessages({ numberOfMessages: 32 });
    const acts: QueuedAct[] = [];
    for (const { messageText, messageId, popReceipt } of receivedMessageItems) {
      acts.push(fromActMessage(JSON.parse(Buffer.from(messageText, 'base64').toString('utf8'))));
      await queue.deleteMessage(messageId, popReceipt);
    }
    return acts;
  }

  async function carryOut(): Promise<readonly ManualRequestReport[]> {
    const reports: ManualRequestReport[] = [];
    for (const act of await queued()) reports.push(await actOnPool(story.ports, act));
    return reports;
  }

  async function told(correlation: string): Promise<readonly string[]> {
    const records = (await story.audit()).filter((record) => record.correlation === correlation);
    return records.map(({ action, phase, outcome }) =>
      [action, phase, outcome].filter((word) => word !== undefined).join(' '),
    );
  }

  it('the whole story is in the audit log under one correlation, its end too', async () => {
    await story.account.createIdlePool('render', { dedicated: 2 });
    await story.policy({ idle: { timeout: 'PT8H' } });
    await story.tick();
    const correlation = await ask({});
    expect(await carryOut()).toMatchObject([{ kind: 'ended', reason: '2 accepted' }]);
    await story.minutes(4);
    expect(await told(correlation)).toEqual([
      'deallocate.requested event',
      'deallocate intent',
      'deallocate intent',
      'deallocate outcome accepted',
      'deallocate outcome accepted',
      'deallocate.ended event',
      'node.deallocated event',
      'node.deallocated event',
    ]);
    const records = (await story.audit()).filter((record) => record.correlation === correlation);
    expect(records[0]).toMatchObject({ actor: 'anna', reason: 'nobody works today', after: { all: true } });
    expect(records[1]).toMatchObject({ actor: 'anna', reason: 'asked for by anna: nobody works today' });
    expect(records[6]).toMatchObject({ actor: 'timer:evaluate-pools', after: { seconds: expect.any(Number) } });
  });

  it('what was asked for holds against the schedule until then, and no longer', async () => {
    await story.account.createIdlePool('render', { dedicated: 2 });
    await story.schedule({ outside: { min: 2 } });
    await story.policy({ schedules: ['hours'] });
    await story.tick();
    await ask({ until: (await story.system.now()).add({ minutes: 30 }) });
    await carryOut();
    await story.minutes(20);
    expect((await story.acts()).map(({ action }) => action)).toEqual(['deallocate', 'deallocate']);
    const { reports } = await story.minutes(1);
    expect(reports).toMatchObject([]);
    await story.minutes(12);
    expect((await story.acts()).map(({ action }) => action)).toEqual(['deallocate', 'deallocate', 'start', 'start']);
  });

  it('a start holds too, in a pool that may have no node on', async () => {
    await story.account.createIdlePool('render', { dedicated: 2 });
    await story.atMost(0);
    await story.minutes(4);
    const until = (await story.system.now()).add({ minutes: 30 });
    const correlation = await ask({ action: 'start', nodes: { kind: 'count', count: 1 }, until });
    expect(await carryOut()).toMatchObject([{ kind: 'ended', reason: '1 accepted' }]);
    await story.minutes(20);
    expect(await told(correlation)).toContain('node.started event');
    expect((await story.acts()).filter(({ action }) => action === 'deallocate')).toHaveLength(2);
    await story.minutes(15);
    expect((await story.acts()).filter(({ action }) => action === 'deallocate')).toHaveLength(3);
  });

  it('keeps the nodes on that are on already, against the schedule, and says so', async () => {
    const [node] = await story.account.createIdlePool('render', { dedicated: 2 });
    await story.policy({ idle: { timeout: 'PT10M' } });
    await story.tick();
    const until = (await story.system.now()).add({ minutes: 40 });
    const nodes = { kind: 'named', ids: [node?.id ?? ''] } as const;
    const correlation = await ask({ action: 'start', nodes, until });
    expect(await carryOut()).toMatchObject([{ kind: 'ended', reason: `1 kept on until ${until}` }]);
    expect(await told(correlation)).toEqual(['start.requested event', 'start.ended event']);
    await story.minutes(30);
    const gone = async () => (await story.acts()).map((act) => act.node === node?.id);
    expect(await gone()).toEqual([false]);
    await story.minutes(15);
    expect(await gone()).toEqual([false, true]);
  });

  it('keeps the nodes off that are off already, so that none is started in place of another', async () => {
    const [node] = await story.account.createIdlePool('render', { dedicated: 2 });
    await story.account.deallocate('render', node?.id ?? '');
    await story.account.advance('PT5M');
    await story.schedule({ windows: [], outside: { min: 1 } });
    await story.policy({ schedules: ['hours'] });
    const until = (await story.system.now()).add({ minutes: 30 });
    await ask({ until });
    expect(await carryOut()).toMatchObject([{ reason: `1 accepted, 1 kept off until ${until}` }]);
    await story.minutes(20);
    expect((await story.acts()).map(({ action }) => action)).toEqual(['deallocate']);
  });

  it('gives way to an override of that very node, which is said later', async () => {
    const [node, other] = await story.account.createIdlePool('render', { dedicated: 2 });
    await story.schedule({ windows: [], outside: { min: 0 } });
    await story.policy({ schedules: ['hours'] });
    await ask({ until: (await story.system.now()).add({ hours: 2 }) });
    await carryOut();
    await story.minutes(5);
    const until = (await story.system.now()).add({ hours: 1 }).toString();
    const value = { nodes: { on: [node?.id], off: [] }, until, note: 'it is needed after all' };
    await putOverride(story.ports, { pool: RENDER, value, actor: 'ben' });
    await story.minutes(10);
    const states = new Map((await story.account.nodes('render')).map(({ id, state }) => [id, state]));
    expect([states.get(node?.id ?? ''), states.get(other?.id ?? '')]).toEqual(['idle', 'deallocated']);
  });

  it('a pool without a policy is looked at until the end of the story, and then no more', async () => {
    await story.account.createIdlePool('render', { dedicated: 1 });
    const correlation = await ask({});
    await carryOut();
    await story.minutes(3);
    expect(await told(correlation)).toContain('node.deallocated event');
    expect((await story.minutes(2)).tick.due).toBe(0);
  });

  it('a doubled message, and a request that is repeated under its correlation, act once', async () => {
    await story.account.createIdlePool('render', { dedicated: 4 });
    const nodes = { kind: 'count', count: 1 } as const;
    const correlation = await ask({ nodes });
    await ask({ nodes, correlation });
    const [first, second] = await queued();
    if (first === undefined || second === undefined) throw new Error('Two messages are expected.');
    expect(await actOnPool(story.ports, first)).toMatchObject({ kind: 'ended' });
    expect(await actOnPool(story.ports, second)).toMatchObject({ kind: 'skipped' });
    expect(await story.acts()).toHaveLength(1);
    expect((await told(correlation)).filter((line) => line.startsWith('deallocate.requested'))).toHaveLength(1);
  });

  it('waits while an evaluation acts on the pool, and closes what one has left open that died', async () => {
    await story.account.createIdlePool('render', { dedicated: 2 });
    await story.policy({ idle: { timeout: 'PT8H' } });
    await story.tick();
    await story.account.advance('PT5M');
    const [node = ''] = (await story.account.nodes('render')).map(({ id }) => id);
    const [intent] = await story.crash([{ node, action: 'deallocate' }]);
    await ask({});
    const [act] = await queued();
    if (act === undefined || intent === undefined) throw new Error('A message is expected.');
    expect(await actOnPool(story.ports, act)).toMatchObject({ kind: 'waiting' });
    expect(await story.acts()).toHaveLength(0);
    await story.account.advance('PT6M');
    expect(await actOnPool(story.ports, act)).toMatchObject({ kind: 'ended', reason: '2 accepted' });
    const outcomes = (await story.audit()).filter(({ intent: of }) => of === `${intent.chain}/${intent.number}`);
    expect(outcomes).toMatchObject([{ outcome: 'failed', correlation: intent.correlation }]);
  });

  it('goes on after a crash in its middle, and asks no node twice', async () => {
    await story.account.createIdlePool('render', { dedicated: 3 });
    const correlation = await ask({ nodes: { kind: 'count', count: 2 } });
    const [act] = await queued();
    if (act === undefined) throw new Error('A message is expected.');
    // Dies after the first request has arrived, before its answer was written down.
    const dying = story.system.compose();
    const arrived = Promise.withResolvers<void>();
    const batch = {
      ...dying.batch,
      deallocateNode: async (...given: Parameters<typeof dying.batch.deallocateNode>) => {
        await dying.batch.deallocateNode(...given);
        arrived.resolve();
        return new Promise<never>(() => undefined);
      },
    };
    void actOnPool({ ...dying, batch }, { ...act, nodes: { kind: 'count', count: 1 } });
    await arrived.promise;
    await story.account.advance('PT6M');
    expect(await actOnPool(story.ports, act)).toMatchObject({ kind: 'ended', reason: '2 accepted' });
    const nodes = (await story.acts()).map(({ node }) => node);
    expect(nodes).toHaveLength(2);
    expect(new Set(nodes).size).toBe(2);
    // With the request, its end, and that its first round did not come to its end.
    expect(await told(correlation)).toHaveLength(7);
  });

  it('ends once its account has been taken out of the settings, although it died in its middle', async () => {
    await story.account.createIdlePool('render', { dedicated: 1 });
    const correlation = await ask({});
    const [act] = await queued();
    if (act === undefined) throw new Error('A message is expected.');
    const dying = story.system.compose();
    const arrived = Promise.withResolvers<void>();
    const deallocateNode = () => {
      arrived.resolve();
      return new Promise<never>(() => undefined);
    };
    void actOnPool({ ...dying, batch: { ...dying.batch, deallocateNode } }, act);
    await arrived.promise;
    await story.account.advance('PT6M');
    const account = { name: 'another', endpoint: 'https://another.example' };
    const without = story.system.compose({ BATCH_ACCOUNTS: JSON.stringify([account]), BATCH_ACCOUNT_KEYS: '' });
    await expect(actOnPool(without, act)).rejects.toThrow("The account 'demo' is not among BATCH_ACCOUNTS.");
    await giveUpRequest(without, act, 'it failed every time it was tried');
    expect(await told(correlation)).toEqual([
      'deallocate.requested event',
      'deallocate intent',
      'evaluation.recovered event',
      'deallocate outcome unknown',
      'deallocate.ended event',
    ]);
    expect((await story.ports.openRequests.list()).requests).toEqual([]);
  });

  it('keeps to the budget of each evaluation, a tick apart', async () => {
    await story.account.createIdlePool('render', { dedicated: 3 });
    await story.policy({ idle: { timeout: 'PT8H' }, budget: { deallocate: 2 } });
    const correlation = await ask({});
    const [act] = await queued();
    if (act === undefined) throw new Error('A message is expected.');
    expect(await actOnPool(story.ports, act)).toMatchObject({ kind: 'waiting' });
    expect(await story.acts()).toHaveLength(2);
    const at = (await story.system.now()).add({ minutes: 1 });
    expect(await actOnPool(story.ports, { ...act, notBefore: at })).toMatchObject({ kind: 'waiting' });
    expect(await story.acts()).toHaveLength(2);
    await story.account.advance('PT1M');
    expect(await actOnPool(story.ports, { ...act, notBefore: at })).toMatchObject({
      kind: 'ended',
      reason: '3 accepted',
    });
    expect((await told(correlation)).filter((line) => line === 'deallocate outcome accepted')).toHaveLength(3);
  });

  it('leaves a node on that somebody has asked for while it waited', async () => {
    const [first, second] = await story.account.createIdlePool('render', { dedicated: 3 });
    await story.policy({ idle: { timeout: 'PT8H' }, budget: { deallocate: 1 } });
    await story.account.deallocate('render', first?.id ?? '');
    await story.account.advance('PT2M');
    const correlation = await ask({});
    const [act] = await queued();
    if (act === undefined) throw new Error('A message is expected.');
    expect(await actOnPool(story.ports, act)).toMatchObject({ kind: 'waiting' });
    await story.account.advance('PT1M');
    await ask({ action: 'start', nodes: { kind: 'named', ids: [first?.id ?? ''] }, actor: 'ben' });
    expect(await carryOut()).toMatchObject([{ kind: 'ended', reason: '1 accepted' }]);
    await story.account.advance('PT5M');
    expect(await actOnPool(story.ports, act)).toMatchObject({ kind: 'ended', reason: '2 accepted, 1 left alone' });
    expect((await story.account.node('render', first?.id ?? '')).state).toBe('idle');
    const deallocated = (await story.acts()).filter((act) => act.action === 'deallocate').map(({ node }) => node);
    expect(deallocated.toSorted()).not.toContain(first?.id);
    expect(deallocated).toContain(second?.id);
    const ended = (await story.audit()).find(({ action }) => action === 'deallocate.ended');
    expect(ended).toMatchObject({ correlation, after: { left: [{ node: first?.id, rule: 'manual' }] } });
  });

  it('deallocates nothing in doubt, and says so', async () => {
    await story.account.createIdlePool('render', { dedicated: 1 });
    await story.storeUnchecked('Policies', 'broken', '{"id":"broken","pools":["render"');
    const correlation = await ask({});
    expect(await carryOut()).toMatchObject([{ kind: 'ended', reason: expect.stringContaining('doubt') }]);
    expect(await story.acts()).toHaveLength(0);
    expect(await told(correlation)).toEqual(['deallocate.requested event', 'deallocate.ended event']);
  });

  it('keeps to the budget where a schedule of the policy cannot be read', async () => {
    const nodes = await story.account.createIdlePool('render', { dedicated: 2 });
    for (const { id } of nodes) await story.account.deallocate('render', id);
    await story.account.advance('PT2M');
    await story.storeUnchecked('Schedules', 'office', '{"id":"office"');
    const policy = { id: 'render', pools: ['render'], mode: 'enforce', schedules: ['office'], budget: { start: 1 } };
    await story.storeUnchecked('Policies', 'render', JSON.stringify(policy));
    await ask({ action: 'start' });
    const [act] = await queued();
    if (act === undefined) throw new Error('A message is expected.');
    expect(await actOnPool(story.ports, act)).toMatchObject({ kind: 'waiting' });
    expect(await story.acts()).toHaveLength(1);
  });

  describe('in a pool of which something cannot be read', () => {
    const startOne = { action: 'start', nodes: { kind: 'count', count: 1 } } as const;

    beforeEach(async () => {
      const [node] = await story.account.createIdlePool('render', { dedicated: 1 });
      await story.account.deallocate('render', node?.id ?? '');
      await story.account.advance('PT2M');
      await story.storeUnchecked('Schedules', 'office', '{"id":"office"');
    });

    async function leaveAlone(): Promise<void> {
      const until = (await story.system.now()).add({ hours: 1 }).toString();
      await putOverride(story.ports, { pool: RENDER, value: { leaveAlone: true, until, note: '' }, actor: 'ben' });
    }

    /** What the dry run said, and what then became of it. */
    async function startByHand() {
      const asked = { pool: RENDER, reason: '', until: undefined, actor: 'anna', ...startOne };
      const { says } = await effectOfAct(story.ports, { ...asked, at: await story.system.now() });
      await ask(startOne);
      const reports = await carryOut();
      return { says, reports, acts: (await story.acts()).length };
    }

    it.each([
      ['a schedule', '{"id":"render","pools":["render"],"mode":"enforce","schedules":["office"]}'],
      ['its policy', '{"id":"render","pools":["render"'],
    ])('starts nothing where an override leaves it alone, though %s is not known', async (_, policy) => {
      await story.storeUnchecked('Policies', 'render', policy);
      await leaveAlone();
      const { says, reports, acts } = await startByHand();
      expect(acts).toBe(0);
      expect(says).toContain('ben requested that the pool is left alone');
      expect(reports).toMatchObject([
        { kind: 'ended', reason: expect.stringContaining('ben requested that the pool is left alone') },
      ]);
    });

    it('starts nothing while its override is not known', async () => {
      const until = (await story.system.now()).add({ hours: 1 });
      await story.ports.overrides.put({ ...RENDER, id: 'override', text: '{', until });
      await story.policy({});
      const { says, reports, acts } = await startByHand();
      expect(acts).toBe(0);
      expect(says).toContain('nothing is started while an override is not known');
      expect(reports).toMatchObject([
        { kind: 'ended', reason: expect.stringContaining('while an override is not known') },
      ]);
    });
  });

  it('names no more nodes than a message in a queue holds', () => {
    const ids = Array.from({ length: 500 }, (_, index) => `tvmps_${String(index).padStart(64, '0')}_d`);
    expect(NAMED_NODES.safeParse(ids).success).toBe(true);
    expect(NAMED_NODES.safeParse([...ids, 'one-more']).success).toBe(false);
    const at = Temporal.Instant.from('2026-03-02T12:00:00Z');
    const reason = 'r'.repeat(500);
    const asked = {
      pool: RENDER,
      action: 'start',
      nodes: { kind: 'named', ids },
      reason,
      until: at,
      actor: 'anna',
    } as const;
    const message = toActMessage({ ...asked, at, correlation: 'c'.repeat(36), notBefore: at, deadline: at });
    expect(Buffer.byteLength(message)).toBeLessThan(48 * 1024);
  });

  it('gives up when its time is over', async () => {
    await story.account.createPool('render');
    await ask({});
    const [act] = await queued();
    if (act === undefined) throw new Error('A message is expected.');
    const over = { ...act, deadline: Temporal.Instant.from('2000-01-01T00:00:00Z') };
    expect(await actOnPool(story.ports, over)).toMatchObject({
      kind: 'ended',
      reason: expect.stringContaining('given up'),
    });
    expect(await story.ports.openRequests.list()).toEqual({ requests: [], problems: [] });
  });

  /** Of a request for all nodes with a budget of one an hour: why it ends when its message comes two hours later. */
  async function endAfterTwoHours(until?: Temporal.Instant): Promise<string> {
    await ask({ action: 'deallocate', nodes: { kind: 'all' }, until });
    const [first] = await queued();
    if (first === undefined) throw new Error('A message is expected.');
    expect(await actOnPool(story.ports, first)).toMatchObject({ kind: 'waiting' });
    await story.account.advance('PT2H');
    const report = await actOnPool(story.ports, first);
    expect((await story.account.nodes('render')).filter(({ state }) => state === 'idle')).toHaveLength(3);
    return `${report.kind}: ${report.reason}`;
  }

  it('acts on no further node when the time has come until which it was requested', async () => {
    await story.account.createIdlePool('render', { dedicated: 4 });
    await story.policy({ idle: { timeout: 'PT8H' }, budget: { deallocatePerHour: 1 } });
    const until = (await story.system.now()).add({ minutes: 30 });
    expect(await endAfterTwoHours(until)).toBe(`ended: it was requested until ${until}`);
  });

  it('acts on no further node after the first edge of the schedules if it names no end', async () => {
    await story.account.createIdlePool('render', { dedicated: 4 });
    await story.schedule({
      windows: [{ name: 'late', days: ['MON'], from: '12:30', to: '20:00', capacity: { min: 3 } }],
    });
    await story.policy({ schedules: ['hours'], idle: { timeout: 'PT8H' }, budget: { deallocatePerHour: 1 } });
    expect(await endAfterTwoHours()).toBe('ended: it was requested until 2026-03-02T12:30:00Z');
  });

  it('ends once, however slow a reading of one of two messages is', async () => {
    await story.account.createIdlePool('render', { dedicated: 6 });
    const correlation = await ask({ nodes: { kind: 'count', count: 2 } });
    const [act] = await queued();
    if (act === undefined) throw new Error('A message is expected.');
    const slow = story.system.compose();
    const [reading, goOn] = [Promise.withResolvers<void>(), Promise.withResolvers<void>()];
    // It has read what is recorded, and goes on when the other has ended.
    const stream: typeof slow.audit.stream = async function* (filter) {
      const pages = [];
      for await (const page of slow.audit.stream(filter)) pages.push(page);
      reading.resolve();
      await goOn.promise;
      yield* pages;
    };
    const other = actOnPool({ ...slow, audit: { ...slow.audit, stream } }, act);
    await reading.promise;
    expect(await actOnPool(story.ports, act)).toMatchObject({ kind: 'ended', reason: '2 accepted' });
    goOn.resolve();
    expect(await other).toMatchObject({ kind: 'waiting' });
    for (const again of await queued()) expect(await actOnPool(story.ports, again)).toMatchObject({ kind: 'skipped' });
    expect(await story.acts()).toHaveLength(2);
    expect((await told(correlation)).filter((line) => line === 'deallocate.ended event')).toHaveLength(1);
  });

  it('spends the budget of an hour when its acts have arrived, not when it was decided', async () => {
    await story.account.createIdlePool('render', { dedicated: 2 });
    await story.policy({ idle: { timeout: 'PT8H' }, budget: { deallocatePerHour: 1 } });
    await ask({ nodes: { kind: 'count', count: 2 } });
    const [act] = await queued();
    if (act === undefined) throw new Error('A message is expected.');
    const gateway = await Gateway.to(story.account.url);
    gateway.onPassing = async ({ path }) => {
      if (path.endsWith('/deallocate')) await story.account.advance('PT2M');
    };
    const decidedAt = await story.system.now();
    expect(await actOnPool(story.through(gateway), act)).toMatchObject({ kind: 'waiting' });
    await gateway.close();
    const spent = { at: decidedAt.add({ minutes: 2 }), decidedAt, action: 'deallocate', nodes: 1 };
    expect((await story.state()).memory.spent).toEqual([spent]);
  });

  it('has the budget of a minute once, however many copies of its message come late', async () => {
    await story.account.createIdlePool('render', { dedicated: 6 });
    await story.policy({ idle: { timeout: 'PT8H' }, budget: { deallocate: 1 } });
    await ask({ nodes: { kind: 'count', count: 4 } });
    const [act] = await queued();
    if (act === undefined) throw new Error('A message is expected.');
    for (let copy = 0; copy < 4; copy += 1)
      expect(await actOnPool(story.ports, act)).toMatchObject({ kind: 'waiting' });
    expect(await story.acts()).toHaveLength(1);
  });

  it('has one message, also where a round fails that was to queue the next one', async () => {
    await story.account.createIdlePool('render', { dedicated: 1 });
    await ask({});
    const [message] = await queued();
    if (message === undefined) throw new Error('A message is expected.');
    const notBefore = (await story.ports.clock.now()).add({ hours: 1 });
    let isDown = true;
    const put: typeof story.ports.openRequests.put = (request) =>
      isDown ? Promise.reject(new Error('the storage is down')) : story.ports.openRequests.put(request);
    const ports = { ...story.ports, openRequests: { ...story.ports.openRequests, put } };
    await expect(actOnPool(ports, { ...message, notBefore })).rejects.toThrow('down');
    isDown = false;
    // The host delivers it again.
    expect(await actOnPool(ports, { ...message, notBefore })).toMatchObject({ kind: 'waiting' });
    const { receivedMessageItems } = await queue.receiveMessages({ numberOfMessages: 32 });
    const { approximateMessagesCount } = await queue.getProperties();
    expect([receivedMessageItems.length, approximateMessagesCount]).toEqual([0, 1]);
  });

  it('comes back to a pool that is being resized', async () => {
    await story.account.createPool('render');
    const correlation = await ask({});
    const [act] = await queued();
    if (act === undefined) throw new Error('A message is expected.');
    expect(await actOnPool(story.ports, act)).toMatchObject({
      kind: 'waiting',
      reason: expect.stringContaining('resized'),
    });
    await story.account.advance('PT10M');
    expect(await actOnPool(story.ports, act)).toMatchObject({ kind: 'ended', reason: '1 accepted' });
    expect((await told(correlation)).at(-1)).toBe('deallocate.ended event');
  });

  it('refuses a pool that is not there, or sets its own size, and nodes that are not', async () => {
    await expect(ask({ pool: { account: 'demo', poolId: 'nowhere' } })).rejects.toMatchObject({ code: 'PoolNotFound' });
    const scaleSettings = { autoScale: { formula: '$TargetDedicatedNodes=1', evaluationInterval: 'PT5M' } };
    await story.account.createPool('scaled', { properties: { scaleSettings } });
    const scaled = { account: 'demo', poolId: 'scaled' };
    await expect(ask({ pool: scaled })).rejects.toMatchObject({ code: 'PoolLeftAlone' });
    await story.account.createIdlePool('render');
    const nodes = { kind: 'named', ids: ['tvmps_none', 'tvmps_neither'] } as const;
    await expect(ask({ nodes })).rejects.toMatchObject({
      code: 'NodeNotFound',
      faults: [{ path: '$.nodes[0]' }, { path: '$.nodes[1]' }],
    });
    expect(await queued()).toEqual([]);
    const { records } = await story.ports.audit.page({ action: 'deallocate.refused', limit: 10 });
    const refusals = records.map(({ subject: { pool = 'none' }, reason }) => `${pool}: ${reason}`).toSorted();
    expect(refusals).toEqual([
      expect.stringContaining("none: The account 'demo' has no pool 'nowhere'"),
      expect.stringContaining('render: Not all nodes are in the pool'),
      expect.stringContaining('scaled: No node of the pool'),
    ]);
    const after = { nodes: ['tvmps_none', 'tvmps_neither'], reason: 'nobody works today' };
    expect(records).toContainEqual(expect.objectContaining({ actor: 'anna', phase: 'event', after }));
  });
});

describe('a request whose message was lost', () => {
  const story = Story.forEachTest();

  async function accepted(asked: Partial<AskedAct> = {}): Promise<string> {
    const correlation = story.ports.newCorrelation();
    await requestAct(story.ports, {
      ...{ pool: RENDER, action: 'deallocate', nodes: { kind: 'count', count: 1 }, reason: 'nobody works today' },
      ...{ until: undefined, actor: 'anna', correlation, at: await story.ports.clock.now(), ...asked },
    });
    await new QueueClient(story.system.storage.connectionString, ACTS).clearMessages();
    return correlation;
  }

  it('is found after ten minutes, told, and carried out', async () => {
    await story.account.createIdlePool('render', { dedicated: 2 });
    const correlation = await accepted();
    await story.account.advance('PT9M59S');
    expect(await sweepRequests(story.ports)).toEqual({ resent: 0, givenUp: 0, problems: [] });
    await story.account.advance('PT1S');
    const sent: QueuedAct[] = [];
    const acts = { send: async (act: QueuedAct) => void sent.push(act) };
    expect(await sweepRequests({ ...story.ports, acts })).toEqual({ resent: 1, givenUp: 0, problems: [] });
    expect(await sweepRequests({ ...story.ports, acts })).toEqual({ resent: 0, givenUp: 0, problems: [] });
    expect(sent).toMatchObject([{ correlation, actor: 'anna', nodes: { kind: 'count', count: 1 }, until: undefined }]);
    for (const act of sent)
      expect(await actOnPool(story.ports, act)).toMatchObject({ kind: 'ended', reason: '1 accepted' });
    expect(await story.recorded()).toContain('deallocate.resent event');
    await story.account.advance('PT20M');
    expect(await sweepRequests(story.ports)).toEqual({ resent: 0, givenUp: 0, problems: [] });
    expect(await story.ports.openRequests.list()).toEqual({ requests: [], problems: [] });
  });

  it('is sent again as it was asked for, also despite an emergency stop', async () => {
    await story.account.createIdlePool('render', { dedicated: 2 });
    const until = (await story.system.now()).add({ hours: 2 });
    await accepted({ despiteStop: true, until });
    await story.account.advance('PT10M');
    const sent: QueuedAct[] = [];
    await sweepRequests({ ...story.ports, acts: { send: async (act: QueuedAct) => void sent.push(act) } });
    expect(sent).toMatchObject([{ despiteStop: true, until, nodes: { kind: 'count', count: 1 } }]);
    expect((await story.audit())[0]?.after).toEqual({ count: 1, until: until.toString(), despiteStop: true });
  });

  it('is found beside one that cannot be given up, because the state of its pool cannot be read', async () => {
    await story.account.createIdlePool('broken', { dedicated: 1 });
    await story.account.createIdlePool('render', { dedicated: 1 });
    await accepted({ pool: { ...RENDER, poolId: 'broken' } });
    await accepted();
    const state = { partitionKey: RENDER.account, rowKey: 'broken', poolId: 'broken', tick: 'never' };
    await story.system.storage.table('PoolState').upsertEntity(state, 'Replace');
    await story.account.advance('PT25H');
    const problems = [expect.stringContaining('demo/broken could not be swept: The state of the pool')];
    expect(await sweepRequests(story.ports)).toEqual({ resent: 0, givenUp: 1, problems });
    expect((await story.recorded()).at(-1)).toBe('deallocate.ended event');
  });

  it('is found beside a row that cannot be read, which is told', async () => {
    await story.account.createIdlePool('render', { dedicated: 2 });
    const correlation = await accepted();
    const row = { partitionKey: 'request|', rowKey: 'demo|a-first|1', ...RENDER, correlation: '1', sentAt: 'never' };
    await story.system.storage.table('Overrides').upsertEntity(row, 'Replace');
    const problems = [expect.stringMatching(/demo\|a-first\|1 .*cannot be read: delete the row/)];
    expect(await story.ports.openRequests.list()).toMatchObject({ requests: [{ correlation }], problems });
    const { warnings } = await effectOfStop(story.ports, { actor: 'anna', reason: 'an incident' });
    expect(warnings).toEqual([expect.anything(), { path: '$', message: problems[0] }]);
    await story.account.advance('PT25H');
    expect(await sweepRequests(story.ports)).toEqual({ resent: 0, givenUp: 1, problems });
  });

  it('is given up once its time is over', async () => {
    await story.account.createIdlePool('render', { dedicated: 2 });
    await accepted();
    await story.account.advance('PT25H');
    expect(await sweepRequests(story.ports)).toEqual({ resent: 0, givenUp: 1, problems: [] });
    expect((await story.recorded()).at(-1)).toBe('deallocate.ended event');
    expect(await story.acts()).toEqual([]);
    expect(await sweepRequests(story.ports)).toEqual({ resent: 0, givenUp: 0, problems: [] });
  });
});

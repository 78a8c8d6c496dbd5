import { QueueClient } from '@azure/storage-queue';
import { beforeEach, describe, expect, it } from 'vitest';
import { ACTS } from '../../../src/adapters/queue/act-queue.ts';
import { actOnPool } from '../../../src/app/acts/act-on-pool.ts';
import { reversalOf } from '../../../src/app/undo/undo-record.ts';
import { undoRecord } from '../../../src/http/audit/undo.ts';
import { deallocateNodes, startNodes } from '../../../src/http/pools/acts.ts';
import { fromActMessage } from '../../../src/ports/act-message.ts';
import type { AskedAct, QueuedAct } from '../../../src/ports/act-queue.ts';
import { toAuditView } from '../../../src/ports/audit-view.ts';
import { RENDER, Story } from '../../app/support/story.ts';
import { aDeallocatedNode, NOON } from '../../support/builders.ts';
import { call } from '../../support/http-call.ts';

const story = Story.forEachTest();
const JSON_BODY = { 'content-type': 'application/json' };

beforeEach(async () => {
  const queue = new QueueClient(story.system.storage.connectionString, ACTS);
  await queue.createIfNotExists();
  await queue.clearMessages();
});

/** Carries out what waits in the queue. */
async function carryOut(): Promise<void> {
  const queue = new QueueClient(story.system.storage.connectionString, ACTS);
  await queue.createIfNotExists();
  const { receivedMessageItems } = await queue.receiveMessages({ numberOfMessages: 32 });
  for (const { messageText, messageId, popReceipt } of receivedMessageItems) {
    await queue.deleteMessage(messageId, popReceipt);
    await actOnPool(story.ports, fromActMessage(JSON.parse(Buffer.from(messageText, 'base64').toString('utf8'))));
  }
}

async function states(): Promise<readonly string[]> {
  return (await story.account.nodes('render')).map(({ state }) => state).toSorted();
}

/** A message of the request for all nodes that arrives once more. */
function sentAgain(correlation: string): QueuedAct {
  const asked = { pool: RENDER, action: 'deallocate', nodes: { kind: 'all' }, reason: 'the wrong pool' } as const;
  const when = { until: undefined, at: NOON, deadline: NOON.add({ hours: 24 * 3650 }) };
  return { ...asked, ...when, actor: 'test', correlation };
}

function undo(record: string, query = {}) {
  return call(undoRecord, story.ports, { method: 'POST', headers: JSON_BODY, query, body: { record } });
}

describe('POST undo of an act by hand', () => {
  it('asks the nodes that took it for the opposite, after saying which', async () => {
    await story.account.createIdlePool('render', { dedicated: 3 });
    const asked = { count: 2, reason: 'nobody works today' };
    const params = { account: RENDER.account, pool: RENDER.poolId };
    await call(deallocateNodes, story.ports, { method: 'POST', headers: JSON_BODY, params, body: asked });
    await carryOut();
    await story.account.advance('PT5M');
    expect(await states()).toEqual(['deallocated', 'deallocated', 'idle']);
    const [record] = (await story.ports.audit.page({ action: 'deallocate.requested', limit: 1 })).records;
    const id = record === undefined ? '' : toAuditView(record).id;
    const dry = await undo(id, { dryRun: 'true' });
    expect(dry.body.says).toBe('Undo: 2 nodes are asked to start. At once 2 nodes are started.');
    expect(dry.body.acts).toMatchObject([{ action: 'start' }, { action: 'start' }]);
    expect(await states()).toEqual(['deallocated', 'deallocated', 'idle']);
    expect(await undo(id)).toMatchObject({ status: 202, body: { says: '2 nodes are asked to start' } });
    await carryOut();
    await story.account.advance('PT10M');
    expect(await states()).toEqual(['idle', 'idle', 'idle']);
  });

  it('ends a request that still waits for its budget, so that it acts on no further node', async () => {
    await story.account.createIdlePool('render', { dedicated: 3 });
    await story.policy({ budget: { deallocate: 1 } });
    const params = { account: RENDER.account, pool: RENDER.poolId };
    const body = { all: true, reason: 'the wrong pool' };
    await call(deallocateNodes, story.ports, { method: 'POST', headers: JSON_BODY, params, body });
    const [record] = (await story.ports.audit.page({ action: 'deallocate.requested', limit: 1 })).records;
    const id = record === undefined ? '' : toAuditView(record).id;
    expect((await undo(id, { dryRun: 'true' })).body.says).toBe(
      'Undo: the request ends. No node has to change for it.',
    );
    await carryOut();
    await story.account.advance('PT5M');
    expect(await states()).toEqual(['deallocated', 'idle', 'idle']);
    expect((await undo(id, { dryRun: 'true' })).body.says).toContain('the request ends; 1 node is asked to start. ');
    expect(await undo(id)).toMatchObject({ status: 202 });
    expect((await story.ports.openRequests.list()).requests.map(({ action }) => action)).toEqual(['start']);
    const ended = (await story.ports.audit.page({ action: 'deallocate.ended', limit: 5 })).records;
    expect(ended).toMatchObject([{ reason: expect.stringMatching(/^undone by /) }]);
    expect(await actOnPool(story.ports, sentAgain(record?.correlation ?? ''))).toMatchObject({ kind: 'skipped' });
    await carryOut();
    await story.account.advance('PT10M');
    expect(await states()).toEqual(['idle', 'idle', 'idle']);
    expect((await story.acts()).map(({ action }) => action)).toEqual(['deallocate', 'start']);
  });

  it('is refused while another process acts on the pool', async () => {
    const [node] = await story.account.createIdlePool('render');
    const params = { account: RENDER.account, pool: RENDER.poolId };
    const body = { all: true, reason: 'the wrong pool' };
    await call(deallocateNodes, story.ports, { method: 'POST', headers: JSON_BODY, params, body });
    const [record] = (await story.ports.audit.page({ action: 'deallocate.requested', limit: 1 })).records;
    await story.crash([{ node: node?.id ?? '', action: 'deallocate' }]);
    let pauses = 0;
    const pause = async () => {
      pauses += 1;
    };
    const ports = { ...story.ports, pause };
    const reversal = await reversalOf(ports, record === undefined ? '' : toAuditView(record).id, 'anna');
    await expect(reversal.apply()).rejects.toMatchObject({ code: 'DocumentChanged' });
    expect(pauses).toBe(8);
    expect((await story.ports.openRequests.list()).requests).toHaveLength(1);
  });

  it('leaves the nodes alone that somebody has asked for since', async () => {
    const nodes = await story.account.createIdlePool('render', { dedicated: 2 });
    const params = { account: RENDER.account, pool: RENDER.poolId };
    const ask = async (handler: typeof startNodes, body: object) => {
      await call(handler, story.ports, {
        method: 'POST',
        headers: JSON_BODY,
        params,
        body: { ...body, reason: 'why' },
      });
      await carryOut();
      await story.account.advance('PT10M');
      const [record] = (await story.ports.audit.page({ pool: 'render', limit: 50 })).records.filter(({ action }) =>
        action.endsWith('.requested'),
      );
      return record === undefined ? '' : toAuditView(record).id;
    };
    const id = await ask(deallocateNodes, { all: true });
    const [first, second] = nodes.map((node) => node.id);
    await ask(startNodes, { nodes: [first] });
    const last = await ask(deallocateNodes, { nodes: [first] });
    expect((await undo(id, { dryRun: 'true' })).body.says).toMatch(
      /^Undo: 1 node is asked to start; 1 stays, as it was started or deallocated since\./,
    );
    await ask(startNodes, { nodes: [second] });
    expect(await undo(id)).toMatchObject({ status: 412, body: { code: 'DocumentChanged' } });
    expect(await undo(last)).toMatchObject({ status: 202, body: { says: '1 node is asked to start' } });
  });

  it('leaves a node alone that a policy has deallocated or started since', async () => {
    const [node] = await story.account.createIdlePool('render', { dedicated: 1 });
    const params = { account: RENDER.account, pool: RENDER.poolId };
    const body = { all: true, reason: 'nobody works today', until: 'PT20M' };
    await call(deallocateNodes, story.ports, { method: 'POST', headers: JSON_BODY, params, body });
    await carryOut();
    const [record] = (await story.ports.audit.page({ action: 'deallocate.requested', limit: 1 })).records;
    await story.schedule({ windows: [], outside: { min: 1 } });
    await story.policy({ schedules: ['hours'] });
    await story.minutes(40);
    expect((await story.acts()).map(({ action }) => action)).toEqual(['deallocate', 'start']);
    expect(await states()).toEqual(['idle']);
    await story.account.deallocate('render', node?.id ?? '');
    await story.account.advance('PT5M');
    const id = record === undefined ? '' : toAuditView(record).id;
    expect(await undo(id)).toMatchObject({ status: 412, body: { code: 'DocumentChanged' } });
  });

  it('no longer keeps nodes on that were on already', async () => {
    await story.account.createIdlePool('render', { dedicated: 2 });
    await story.policy({ idle: { timeout: 'PT10M' } });
    await story.tick();
    const params = { account: RENDER.account, pool: RENDER.poolId };
    const body = { all: true, reason: 'a demo', until: 'PT48H' };
    await call(startNodes, story.ports, { method: 'POST', headers: JSON_BODY, params, body });
    await carryOut();
    await story.minutes(20);
    expect(await states()).toEqual(['idle', 'idle']);
    const [record] = (await story.ports.audit.page({ action: 'start.requested', limit: 1 })).records;
    const id = record === undefined ? '' : toAuditView(record).id;
    const says = '2 nodes are no longer kept on';
    expect((await undo(id, { dryRun: 'true' })).body.says).toBe(`Undo: ${says}. No node has to change for it.`);
    expect(await undo(id)).toMatchObject({ status: 202, body: { says } });
    expect((await story.ports.audit.page({ action: 'start.released', limit: 5 })).records).toMatchObject([
      { correlation: record?.correlation, reason: expect.stringMatching(/^undone by /), after: { nodes: 2 } },
    ]);
    await story.minutes(10);
    expect(await states()).toEqual(['deallocated', 'deallocated']);
    expect(await undo(id)).toMatchObject({ status: 400 });
  });

  it('asks for as many nodes at once as a message holds, and for none that has left the pool', async () => {
    await story.account.createIdlePool('render', { dedicated: 1 });
    const took = Array.from({ length: 1201 }, (_, index) => `tvmps_${String(index).padStart(64, '0')}_d`);
    const { ports } = story;
    const pool = { account: RENDER.account, pool: RENDER.poolId };
    const entry = { at: await ports.clock.now(), actor: 'anna', subject: pool, reason: 'why', correlation: 'c' };
    const [record] = await ports.audit.append([{ ...entry, action: 'deallocate.requested', phase: 'event' }]);
    await ports.audit.append(
      took.map((node) => {
        const answer = { action: 'deallocate', phase: 'outcome', outcome: 'accepted', intent: 'i' } as const;
        return { ...entry, ...answer, subject: { ...pool, node } };
      }),
    );
    const sent: AskedAct[] = [];
    const acts = { send: async (act: AskedAct) => void sent.push(act) };
    const listNodes = async () => took.slice(1).map((id) => aDeallocatedNode(id));
    const reversal = await reversalOf(
      { ...ports, acts, batch: { ...ports.batch, listNodes } },
      record === undefined ? '' : toAuditView(record).id,
      'anna',
    );
    expect(reversal.says).toBe('1200 nodes are asked to start; 1 has left the pool');
    await reversal.apply();
    const named = sent.map(({ nodes }) => (nodes.kind === 'named' ? nodes.ids : []));
    expect(named.map(({ length }) => length)).toEqual([500, 500, 200]);
    expect(named.flat().toSorted()).toEqual(took.slice(1));
  });
});

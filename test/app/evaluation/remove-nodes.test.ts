import { describe, expect, it } from 'vitest';
import { evaluatePool } from '../../../src/app/evaluation/evaluate-pool.ts';
import { explainPool } from '../../../src/app/pools/explain-pool.ts';
import { dyingBeforeRelease } from '../support/dying.ts';
import { Gateway } from '../support/gateway.ts';
import { RENDER, Story } from '../support/story.ts';

const story = Story.forEachTest();

/** A pool of deallocated nodes, each an hour longer off than the next one; gives their ids, the longest off first. */
async function poolOff(count: number): Promise<readonly string[]> {
  const nodes = await story.account.createIdlePool('render', { dedicated: count });
  for (const { id } of nodes) {
    await story.account.deallocate('render', id);
    await story.account.advance('PT1H');
  }
  return nodes.map(({ id }) => id);
}

const KEEP_TWO = { deallocated: { atMost: 2, beyond: 'remove', poolAtLeast: 2 } };

interface SeenPool {
  readonly allocationState: string;
  readonly targetDedicatedNodes: number;
}

async function thePool(): Promise<SeenPool> {
  const { body } = await story.account.call<SeenPool>('GET', '/pools/render');
  return { allocationState: body.allocationState, targetDedicatedNodes: body.targetDedicatedNodes };
}

async function idsLeft(): Promise<readonly string[]> {
  const { body } = await story.account.call<{ value: readonly { id: string }[] }>('GET', '/pools/render/nodes');
  return body.value.map(({ id }) => id);
}

async function removals(): Promise<readonly unknown[]> {
  const requests = (await story.requests()).filter(({ operation }) => operation === 'Pools_RemoveNodes');
  return requests.map(({ body }) => (body as { readonly nodeList: readonly string[] }).nodeList);
}

describe('deallocated nodes that are too many', () => {
  it('leave their pool with one request, whose intent and outcome are on record for each of them', async () => {
    const ids = await poolOff(5);
    await story.policy(KEEP_TWO);
    await story.minutes(1);
    expect(await thePool()).toEqual({ allocationState: 'resizing', targetDedicatedNodes: 2 });
    expect(await removals()).toEqual([[...ids].slice(0, 3).toSorted()]);
    await story.minutes(10);
    expect(await thePool()).toEqual({ allocationState: 'steady', targetDedicatedNodes: 2 });
    expect((await idsLeft()).toSorted()).toEqual([...ids].slice(3).toSorted());
    const about = (await story.audit()).filter(({ subject }) => subject.node === ids[0]);
    expect(about.map(({ action, phase, outcome }) => [action, phase, outcome])).toEqual([
      ['remove', 'intent', undefined],
      ['remove', 'outcome', 'accepted'],
      ['node.removed', 'event', undefined],
    ]);
    expect(await removals()).toHaveLength(1);
  });

  it('are only named where the policy observes', async () => {
    await poolOff(3);
    await story.policy({ ...KEEP_TWO, mode: 'observe' });
    await story.minutes(2);
    expect(await removals()).toEqual([]);
    const observed = (await story.audit()).find(({ action }) => action === 'plan.observed');
    expect(observed?.after).toEqual([expect.objectContaining({ action: 'remove' })]);
  });

  it('go no faster than the budget of the day', async () => {
    await poolOff(6);
    await story.policy({ ...KEEP_TWO, budget: { removePerDay: 1 } });
    await story.minutes(20);
    expect(await removals()).toHaveLength(1);
    await story.account.advance('PT24H');
    await story.minutes(1);
    expect(await removals()).toHaveLength(2);
  });

  it('stay when somebody has started them since they were looked at', async () => {
    const ids = await poolOff(4);
    await story.policy(KEEP_TWO);
    const request = await story.requestFor();
    const gateway = await Gateway.to(story.account.url);
    let isStarted = false;
    gateway.onPassing = async ({ path }) => {
      // The pool is read again once the acts are decided; the nodes are looked at once more after it.
      if (path !== '/pools/render' || isStarted) return;
      isStarted = true;
      await story.account.call('POST', `/pools/render/nodes/${ids[0]}/start`);
    };
    await evaluatePool(story.through(gateway), request);
    await gateway.close();
    expect(await removals()).toEqual([[ids[1]]]);
    const about = (await story.audit()).find(({ subject, phase }) => subject.node === ids[0] && phase === 'outcome');
    expect(about).toMatchObject({ action: 'remove', outcome: 'refused' });
    expect(await idsLeft()).toContain(ids[0]);
  });

  it('stay when the pool has been changed since the acts were decided', async () => {
    await poolOff(4);
    await story.policy(KEEP_TWO);
    const request = await story.requestFor();
    const gateway = await Gateway.to(story.account.url);
    let isRead = false;
    gateway.onPassing = async ({ path, method }) => {
      if (path === '/pools/render') isRead = true;
      if (!isRead || !path.endsWith('/removenodes') || method !== 'POST') return;
      await story.account.call('PATCH', '/pools/render', { metadata: [{ name: 'owner', value: 'ann' }] });
    };
    await evaluatePool(story.through(gateway), request);
    await gateway.close();
    const outcomes = (await story.audit()).filter(({ phase }) => phase === 'outcome');
    expect(outcomes.map(({ outcome, reason }) => [outcome, reason])).toEqual([
      ['refused', 'Batch answered 412 ConditionNotMet'],
      ['refused', 'Batch answered 412 ConditionNotMet'],
    ]);
    expect(await idsLeft()).toHaveLength(4);
  });

  it('are in doubt where Batch answers 503 after its effect, and they cannot be read', async () => {
    await poolOff(4);
    await story.policy(KEEP_TWO);
    const busy = { effect: 'fail-after', code: 'ServerBusy', retryAfter: 3600, operation: 'Pools_RemoveNodes' };
    await story.account.control('POST', 'faults', busy);
    const unreadable = { effect: 'refuse', code: 'ServerBusy', retryAfter: 3600, times: 2, operation: 'Nodes_GetNode' };
    await story.account.control('POST', 'faults', unreadable);
    await story.minutes(1);
    const outcomes = (await story.audit()).filter(({ phase }) => phase === 'outcome');
    const said = ['unknown', 'Batch answered 503 ServerBusy, and the node could not be read'];
    expect(outcomes.map(({ outcome, reason }) => [outcome, reason])).toEqual([said, said]);
  });

  it('are left alone with their pool while it is resized or has an autoscale formula', async () => {
    await poolOff(4);
    await story.account.call('POST', '/pools/render/enableautoscale', {
      autoScaleFormula: '$TargetDedicatedNodes = 4;',
    });
    await story.policy(KEEP_TWO);
    await story.minutes(3);
    expect(await removals()).toEqual([]);
    expect((await story.state()).lastPlan?.leftAlone).toContain('the pool has an autoscale formula');
  });

  it('have an end on record, and count in the budget, where the evaluation that asked for it died', async () => {
    const ids = await poolOff(5);
    await story.policy({ ...KEEP_TWO, budget: { removePerHour: 1 } });
    const { ports, dead } = dyingBeforeRelease(story.system.compose());
    void evaluatePool(ports, await story.requestFor());
    await dead;
    await story.account.advance('PT5M');
    await story.minutes(15);
    expect(await removals()).toEqual([[ids[0]]]);
    expect((await story.recorded()).filter((record) => record.includes('remove'))).toEqual([
      'remove intent',
      'remove outcome accepted',
      'node.removed event',
    ]);
  });

  it('are closed by what their pool shows where the process died before the outcome', async () => {
    const ids = await poolOff(3);
    await story.policy({ ...KEEP_TWO, mode: 'observe' });
    await story.minutes(1);
    await story.crash([{ node: ids[0] ?? '', action: 'remove' }]);
    await story.account.call('POST', '/pools/render/removenodes', { nodeList: [ids[0]] });
    await story.account.advance('PT10M');
    await story.minutes(1);
    const closed = (await story.audit()).find(({ action, phase }) => action === 'remove' && phase === 'outcome');
    expect(closed).toMatchObject({ outcome: 'accepted' });
    expect(closed?.reason).toContain('did not complete: the node is no longer in the pool');
  });

  it('are explained', async () => {
    const ids = await poolOff(3);
    await story.policy({ ...KEEP_TWO, mode: 'observe' });
    const { decisions, rules } = await explainPool(story.ports, RENDER);
    expect(decisions.find(({ nodeId }) => nodeId === ids[0])).toMatchObject({ action: 'remove', rule: 'removal' });
    expect(rules.find(({ rule }) => rule === 'removal')).toMatchObject({ won: true });
  });
});

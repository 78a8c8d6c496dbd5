import { describe, expect, it } from 'vitest';
import { actOnPool } from '../../../src/app/acts/act-on-pool.ts';
import { requestAct } from '../../../src/app/acts/request-act.ts';
import { evaluatePool } from '../../../src/app/evaluation/evaluate-pool.ts';
import { recordId } from '../../../src/core/audit/record.ts';
import type { AskedAct } from '../../../src/ports/act-queue.ts';
import { dyingBeforeRelease, never } from '../support/dying.ts';
import { Gateway } from '../support/gateway.ts';
import { RENDER, Story } from '../support/story.ts';

const story = Story.forEachTest();

/** An evaluation makes its acts, and the process dies before it has given the pool back; its right runs out. */
async function crashedEvaluation(): Promise<void> {
  const { ports, dead } = dyingBeforeRelease(story.system.compose());
  void evaluatePool(ports, await story.requestFor());
  await dead;
  await story.account.advance('PT5M');
}

async function asked(): Promise<readonly string[]> {
  return (await story.acts()).map(({ node }) => node);
}

interface ListedTask {
  readonly id: string;
  readonly nodeInfo?: { readonly nodeId: string };
}

async function tasksOf(job: string): Promise<readonly ListedTask[]> {
  return (await story.account.call<{ value: readonly ListedTask[] }>('GET', `/jobs/${job}/tasks`)).body.value;
}

describe('what an evaluation did that did not come to its end', () => {
  it('has its end on record, where the pool was deleted before anybody found out', async () => {
    const [node] = await story.account.createIdlePool('render');
    await story.policy();
    await story.tick();
    await story.crash([{ node: node?.id ?? '', action: 'deallocate' }]);
    await story.account.call('DELETE', `${story.account.resourceId}/pools/render`);
    await story.account.advance('PT10M');
    const { tick } = await story.tick();
    expect(tick).toMatchObject({ pools: 0, due: 1, problems: [] });
    expect((await story.audit()).filter(({ action }) => action === 'deallocate')).toMatchObject([
      { phase: 'intent' },
      { phase: 'outcome', outcome: 'gone' },
    ]);
    expect((await story.state()).acting).toBeUndefined();
    expect((await story.minutes(1)).tick).toMatchObject({ due: 0 });
  });

  it('has its end on record, where Batch had accepted it before the pool was deleted', async () => {
    await story.account.createIdlePool('render');
    await story.atMost(0);
    await story.tick();
    expect(await asked()).toHaveLength(1);
    await story.account.call('DELETE', `${story.account.resourceId}/pools/render`);
    await story.account.advance('PT10M');
    expect((await story.tick()).tick).toMatchObject({ pools: 0, due: 1, problems: [] });
    expect((await story.audit()).filter(({ action }) => action === 'node.deallocate-failed')).toMatchObject([
      { reason: expect.stringContaining('the node is no longer in the pool') },
    ]);
    expect((await story.state()).memory.pendingOperations).toEqual([]);
    expect((await story.minutes(1)).tick).toMatchObject({ due: 0 });
  });

  it('is in the budget of the hour', async () => {
    await story.account.createIdlePool('render', { dedicated: 6 });
    await story.atMost(0, { budget: { deallocatePerHour: 2 } });
    await crashedEvaluation();
    await story.minutes(20);
    expect(await asked()).toHaveLength(2);
  });

  it('is in the budget of an evaluation, where it is made again within its minute', async () => {
    await story.account.createIdlePool('render', { dedicated: 6 });
    await story.atMost(0, { budget: { deallocate: 1 } });
    const request = await story.requestFor();
    await evaluatePool(story.ports, request);
    await story.account.advance('PT1S');
    await evaluatePool(story.ports, await story.requestFor());
    expect(await asked()).toHaveLength(1);
    await story.account.advance('PT59S');
    await evaluatePool(story.ports, await story.requestFor());
    expect(await asked()).toHaveLength(2);
  });

  it('is the canary, and is in the minimum, and is nobody else’s', async () => {
    await story.account.createIdlePool('render', { dedicated: 8 });
    await story.account.createJob('work', 'render');
    await story.schedule({ outside: { min: 4, max: 4 } });
    await story.policy({ schedules: ['hours'], canary: { share: 4 } });
    await story.account.control('PUT', 'knobs', { drainingState: 'running' });
    // Work comes between the look and the acts, so that the nodes that are asked finish it first.
    const gateway = await Gateway.to(story.account.url);
    let work: Promise<void> | undefined;
    gateway.onPassing = ({ method }) => {
      if (method !== 'POST') return undefined;
      work ??= story.account.addTasks('work', [...'abcdefgh'], 3 * 3600);
      return work;
    };
    const { ports, dead } = dyingBeforeRelease(story.through(gateway));
    void evaluatePool(ports, await story.requestFor());
    await dead;
    await gateway.close();
    const going = await asked();
    expect(going).toHaveLength(4);
    await story.account.advance('PT5M');
    for (const { id, nodeInfo } of await tasksOf('work'))
      if (!going.includes(nodeInfo?.nodeId ?? '')) await story.account.call('POST', `/jobs/work/tasks/${id}/terminate`);
    await story.minutes(30);
    expect(await asked()).toHaveLength(4);
    expect((await story.recorded()).filter((action) => action.includes('manual'))).toEqual([]);
  });

  it('is remembered once, also where the recovery did not come to its end either', async () => {
    await story.account.createIdlePool('render', { dedicated: 6 });
    await story.atMost(0, { budget: { deallocatePerHour: 4, deallocate: 2 } });
    await crashedEvaluation();
    const { ports, dead } = dyingBeforeRelease(story.system.compose());
    void evaluatePool(ports, await story.requestFor());
    await dead;
    await story.account.advance('PT5M');
    await story.tick();
    expect(await asked()).toHaveLength(4);
    expect((await story.state()).memory.spent.map(({ nodes }) => nodes)).toEqual([2, 2]);
  });

  it('is remembered once, also where its message is delivered again after somebody else has recovered the pool', async () => {
    await story.account.createIdlePool('render', { dedicated: 6 });
    await story.atMost(0, { budget: { deallocate: 2 } });
    const request = await story.requestFor();
    const bare = { pool: RENDER, action: 'start', nodes: { kind: 'named', ids: ['none'] }, until: undefined } as const;
    for (const correlation of ['first', 'second']) {
      const { ports, dead } = dyingBeforeRelease(story.system.compose());
      void evaluatePool(ports, request);
      await dead;
      await story.account.advance('PT5M');
      const at = await story.system.now();
      const byHand = { ...bare, correlation, reason: 'to see', actor: 'anna', at, deadline: at.add({ hours: 1 }) };
      expect(await actOnPool(story.ports, byHand)).toMatchObject({ kind: 'ended' });
    }
    expect(await asked()).toHaveLength(4);
    expect((await story.state()).memory.spent.map(({ nodes }) => nodes)).toEqual([2, 2]);
  });
});

it('an intent that is written after its writer has lost the pool is not written', async () => {
  await story.account.createIdlePool('render', { dedicated: 1 });
  await story.atMost(0);
  const slow = story.system.compose();
  const [begun, goOn] = [Promise.withResolvers<void>(), Promise.withResolvers<void>()];
  const append: typeof slow.audit.append = (entries, options) =>
    slow.audit.append(entries, {
      stillMay: async () => {
        await options?.stillMay?.();
        // The writer has looked whether it still may, and is slow from here on.
        if (entries.some(({ phase }) => phase !== 'intent')) return;
        begun.resolve();
        await goOn.promise;
      },
    });
  const writing = evaluatePool({ ...slow, audit: { ...slow.audit, append } }, await story.requestFor());
  await begun.promise;
  await story.account.advance('PT5M');
  await story.tick();
  goOn.resolve();
  expect(await writing).toMatchObject({ kind: 'skipped' });
  const records = await story.audit();
  const answered = new Set(records.map(({ intent }) => intent));
  const open = records.filter((record) => record.phase === 'intent' && !answered.has(recordId(record)));
  expect(open).toEqual([]);
  expect(await asked()).toHaveLength(1);
});

describe('what was done for a person whose request did not come to its end', () => {
  it('is respected as if it had', async () => {
    await story.account.createIdlePool('render', { dedicated: 2 });
    await story.schedule({ outside: { min: 2 } });
    await story.policy({ schedules: ['hours'] });
    await story.tick();
    const until = (await story.system.now()).add({ hours: 1 });
    const { ports, dead } = dyingBeforeRelease(story.system.compose());
    const request: AskedAct = {
      ...{ pool: RENDER, action: 'deallocate', nodes: { kind: 'all' }, reason: 'nobody works today', actor: 'anna' },
      ...{ until, correlation: 'by-hand', at: await story.system.now() },
    };
    await requestAct(story.ports, request);
    void actOnPool(ports, { ...request, deadline: until });
    await dead;
    await story.account.advance('PT5M');
    await story.minutes(20);
    expect((await story.state()).memory.manual).toMatchObject([
      { action: 'deallocate', by: 'anna', until },
      { action: 'deallocate', by: 'anna', until },
    ]);
    expect((await story.acts()).map(({ action }) => action)).toEqual(['deallocate', 'deallocate']);
  });
});

it('nobody waits for ever for a process that is never heard of again', async () => {
  await story.account.createIdlePool('render', { dedicated: 1 });
  await story.atMost(0);
  const dying = story.system.compose();
  const begun = Promise.withResolvers<void>();
  const append: typeof dying.audit.append = () => {
    begun.resolve();
    return never();
  };
  void evaluatePool({ ...dying, audit: { ...dying.audit, append } }, await story.requestFor());
  await begun.promise;
  const { reports } = await story.minutes(1);
  expect(reports).toMatchObject([{ kind: 'skipped', holder: { remembered: 0 } }]);
  await story.minutes(5);
  expect(await asked()).toHaveLength(1);
  expect((await story.state(RENDER)).acting).toBeUndefined();
});

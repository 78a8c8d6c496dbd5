import { describe, expect, it } from 'vitest';
import { closeOpenIntents } from '../../../src/app/evaluation/close-open-intents.ts';
import { evaluatePool } from '../../../src/app/evaluation/evaluate-pool.ts';
import { type AuditRecord, recordId } from '../../../src/core/audit/record.ts';
import { RENDER, Story } from '../support/story.ts';

const story = Story.forEachTest();

/** The outcomes on record of an intent. */
async function outcomesOf(intent: AuditRecord | undefined): Promise<readonly AuditRecord[]> {
  if (intent === undefined) throw new Error('There is an intent.');
  return (await story.audit()).filter((record) => record.intent === recordId(intent));
}

/** A pool of idle nodes under a policy that wants them as they are. Gives their ids. */
async function idleNodes(dedicated: number): Promise<readonly string[]> {
  const nodes = await story.account.createIdlePool('render', { dedicated });
  await story.policy();
  await story.tick();
  await story.account.advance('PT1M');
  return nodes.map(({ id }) => id);
}

async function oneNode(): Promise<string> {
  const [node = ''] = await idleNodes(1);
  return node;
}

describe('after a process has crashed between intent and outcome', () => {
  it('nobody touches the pool while it is still held', async () => {
    const node = await oneNode();
    const [intent] = await story.crash([{ node, action: 'deallocate' }]);
    await story.atMost(0);
    for (let minute = 1; minute < 5; minute += 1) {
      const { tick, reports } = await story.minutes(1);
      expect(tick.due).toBe(1);
      expect(reports).toMatchObject([{ kind: 'skipped', reason: 'another evaluation is acting on the pool' }]);
    }
    expect(await outcomesOf(intent)).toEqual([]);
    expect(await story.acts()).toEqual([]);
    expect((await story.minutes(1)).reports).toMatchObject([{ kind: 'evaluated', closed: 1 }]);
  });

  it('the next evaluation closes each intent once, before it acts itself', async () => {
    const nodes = await idleNodes(3);
    await story.account.advance('PT5M');
    const intents = await story.crash(nodes.map((node) => ({ node, action: 'deallocate' })));
    await story.atMost(0);
    await story.account.advance('PT5M');
    expect((await story.tick()).reports).toMatchObject([{ closed: 3, plan: { acts: nodes.map(() => ({})) } }]);
    await story.minutes(3);
    for (const intent of intents) {
      expect(await outcomesOf(intent)).toMatchObject([
        { outcome: 'failed', action: 'deallocate', subject: intent.subject, correlation: intent.correlation },
      ]);
    }
    const order = (await story.audit()).map(({ phase, correlation }) =>
      correlation === intents[0]?.correlation ? `crashed ${phase}` : phase,
    );
    expect(order).toEqual([
      ...Array(3).fill('crashed intent'),
      // That the one before did not come to its end.
      'event',
      ...Array(3).fill('crashed outcome'),
      ...Array(3).fill('intent'),
      ...Array(3).fill('outcome'),
      // That they are off.
      ...Array(3).fill('event'),
    ]);
    expect((await story.acts()).map(({ node }) => node).toSorted()).toEqual(nodes.toSorted());
    expect((await story.state()).acting).toBeUndefined();
  });

  it('an intent whose request has arrived is accepted', async () => {
    const node = await oneNode();
    const [intent] = await story.crash([{ node, action: 'deallocate' }]);
    await story.account.deallocate('render', node, 'taskcompletion');
    await story.account.advance('PT5M');
    await story.tick();
    expect(await outcomesOf(intent)).toMatchObject([
      {
        outcome: 'accepted',
        reason:
          'the evaluation that requested it did not complete: the node shows deallocated since 2026-03-02T12:06:00Z',
      },
    ]);
    expect(await story.acts()).toEqual([]);
  });

  it('a start whose request has arrived is accepted, one whose request has not has failed', async () => {
    const nodes = await idleNodes(2);
    for (const node of nodes) await story.account.deallocate('render', node);
    await story.account.advance('PT10M');
    const [arrived, lost] = await story.crash(nodes.map((node) => ({ node, action: 'start' })));
    await story.account.call('POST', `/pools/render/nodes/${nodes[0]}/start`);
    await story.account.advance('PT5M');
    await story.tick();
    expect(await outcomesOf(arrived)).toMatchObject([{ action: 'start', outcome: 'accepted' }]);
    expect(await outcomesOf(lost)).toMatchObject([{ action: 'start', outcome: 'failed' }]);
  });

  it('an intent on a node that runs a task is not known to have arrived', async () => {
    const node = await oneNode();
    const [intent] = await story.crash([{ node, action: 'deallocate' }]);
    await story.account.createJob('work', 'render');
    await story.account.addTasks('work', ['t1'], 3600);
    await story.account.advance('PT5M');
    await story.tick();
    expect(await outcomesOf(intent)).toMatchObject([{ outcome: 'unknown' }]);
    expect(await story.account.tasks('work')).toEqual(['t1 running']);
  });

  it('an intent on a node that is no longer there is gone', async () => {
    await oneNode();
    const [intent] = await story.crash([{ node: 'tvmps_that_was', action: 'deallocate' }]);
    await story.account.advance('PT5M');
    await story.tick();
    expect(await outcomesOf(intent)).toMatchObject([
      { outcome: 'gone', reason: expect.stringContaining('the node is no longer in the pool') },
    ]);
  });

  it('what was answered already is not closed again', async () => {
    const nodes = await idleNodes(2);
    const [answered, open] = await story.crash(nodes.map((node) => ({ node, action: 'deallocate' })));
    if (answered === undefined) throw new Error('There are two intents.');
    const { at, actor, action, subject, correlation } = answered;
    const outcome = { at, actor, action, subject, correlation, phase: 'outcome', outcome: 'accepted' } as const;
    await story.ports.audit.append([{ ...outcome, reason: 'Batch answered 202', intent: recordId(answered) }]);
    await story.account.advance('PT5M');
    expect((await story.tick()).reports).toMatchObject([{ closed: 1 }]);
    expect(await outcomesOf(answered)).toHaveLength(1);
    expect(await outcomesOf(open)).toHaveLength(1);
  });

  it('and whoever finds that out too, the third closes what is left open', async () => {
    const nodes = await idleNodes(2);
    const intents = await story.crash(nodes.map((node) => ({ node, action: 'deallocate' })));
    await story.account.advance('PT5M');
    const failing = story.system.compose();
    const append: typeof failing.audit.append = (entries, options) =>
      entries.some(({ phase }) => phase === 'outcome')
        ? Promise.reject(new Error('the storage is down'))
        : failing.audit.append(entries, options);
    const request = await story.requestFor();
    await expect(evaluatePool({ ...failing, audit: { ...failing.audit, append } }, request)).rejects.toThrow('down');
    expect((await story.state()).acting?.correlation).toBe(intents[0]?.correlation);
    expect((await story.tick()).reports).toMatchObject([{ closed: 2 }]);
    for (const intent of intents) expect(await outcomesOf(intent)).toHaveLength(1);
    expect((await story.minutes(1)).tick.due).toBe(0);
  });

  it('and whoever finds that out stands still, its outcomes do not follow those of another', async () => {
    const [intent] = await story.crash([{ node: await oneNode(), action: 'deallocate' }]);
    await story.account.advance('PT5M');
    const slow = story.system.compose();
    const [begun, goOn] = [Promise.withResolvers<void>(), Promise.withResolvers<void>()];
    const append: typeof slow.audit.append = async (entries, options) => {
      if (entries.some(({ phase }) => phase === 'outcome')) {
        begun.resolve();
        await goOn.promise;
      }
      return slow.audit.append(entries, options);
    };
    const recovering = evaluatePool({ ...slow, audit: { ...slow.audit, append } }, await story.requestFor());
    await begun.promise;
    await story.account.advance('PT5M');
    await story.tick();
    goOn.resolve();
    expect(await recovering).toMatchObject({ kind: 'skipped' });
    expect(await outcomesOf(intent)).toHaveLength(1);
  });

  it('before it wrote an intent, there is nothing to close', async () => {
    const node = await oneNode();
    await story.crash([]);
    await story.account.advance('PT5M');
    expect((await story.tick()).reports).toMatchObject([{ kind: 'evaluated', closed: 0 }]);
    expect(await story.recorded()).toEqual(['evaluation.recovered event']);
    expect(await story.account.node('render', node)).toMatchObject({ state: 'idle' });
  });

  it('a pool that is left alone by now gets its outcomes all the same', async () => {
    const node = await oneNode();
    const [intent] = await story.crash([{ node, action: 'deallocate' }]);
    await story.storeUnchecked('Policies', 'render', 'not JSON');
    await story.account.advance('PT5M');
    expect((await story.tick()).reports).toMatchObject([{ closed: 1, plan: { acts: [] } }]);
    expect(await outcomesOf(intent)).toHaveLength(1);
  });
});

describe('closing open intents', () => {
  it('finds them beyond a page of records, and in the month before', async () => {
    await story.account.control('POST', 'clock', { to: '2026-03-31T23:58:00Z' });
    const acts = Array.from({ length: 230 }, (_, index) => ({ node: `n${index}`, action: 'start' as const }));
    const intents = await story.crash(acts);
    await story.account.advance('PT5M');
    const closed = await closeOpenIntents(story.ports, {
      pool: RENDER,
      correlation: intents[0]?.correlation ?? '',
      nodes: [],
      actor: 'test',
    });
    expect(closed).toHaveLength(230);
    const outcomes = (await story.audit()).filter(({ phase }) => phase === 'outcome');
    expect(outcomes.map(({ intent }) => intent)).toEqual(intents.map(recordId));
    expect(new Set(outcomes.map(({ chain }) => chain))).toEqual(new Set(['p.demo.render.2026-04']));
  });
});

import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { evaluatePool } from '../../../src/app/evaluation/evaluate-pool.ts';
import { takeFence } from '../../../src/app/evaluation/fence.ts';
import { recordId } from '../../../src/core/audit/record.ts';
import { Gateway, type Passing } from '../support/gateway.ts';
import { RENDER, Story } from '../support/story.ts';
import { chainBreaches } from '../support/witness.ts';

const story = Story.forEachTest();
let gateway: Gateway;

beforeEach(async () => {
  gateway = await Gateway.to(story.account.url);
});
afterEach(() => gateway.close());

/** Is it a request to act on a node? */
function isAct({ method }: Passing): boolean {
  return method === 'POST';
}

/** Lets something happen while the first request to act is on its way. */
function onFirstAct(happen: (passing: Passing) => Promise<void>): void {
  let isFirst = true;
  gateway.onPassing = async (passing) => {
    if (!isAct(passing) || !isFirst) return;
    isFirst = false;
    await happen(passing);
  };
}

/** One node, idle, under a policy that lets it go. Gives its id. */
async function oneNodeToGo(): Promise<string> {
  const [node] = await story.account.createIdlePool('render');
  await story.atMost(0);
  return node?.id ?? '';
}

/** One node, deallocated, under a policy that wants it. Gives its id. */
async function oneNodeToStart(): Promise<string> {
  const [node] = await story.account.createIdlePool('render');
  await story.account.deallocate('render', node?.id ?? '');
  await story.account.advance('PT1M');
  await story.schedule({ outside: { min: 1 } });
  await story.policy({ schedules: ['hours'] });
  return node?.id ?? '';
}

/** The outcomes on record, as `accepted: Batch answered 202`. */
async function outcomes(): Promise<readonly string[]> {
  return (await story.audit())
    .filter(({ phase }) => phase === 'outcome')
    .map(({ outcome, reason }) => `${outcome}: ${reason}`);
}

describe('an act', () => {
  it('has its intent on record when the request arrives, and its outcome after the answer', async () => {
    await story.account.createIdlePool('render', { dedicated: 7 });
    await story.atMost(0);
    const seen: { path: string; recorded: readonly string[] }[] = [];
    gateway.onPassing = async (passing) => {
      if (!isAct(passing)) return;
      const records = (await story.audit()).filter(({ correlation }) => correlation === passing.clientRequestId);
      seen.push({
        path: passing.path,
        recorded: records.map(({ phase, subject }) => `${phase} /pools/render/nodes/${subject.node}/deallocate`),
      });
    };
    await story.tick(story.through(gateway));
    expect(seen).toHaveLength(7);
    for (const { path, recorded } of seen) {
      expect(recorded.filter((record) => record === `intent ${path}`)).toHaveLength(1);
      expect(recorded).not.toContain(`outcome ${path}`);
    }
    expect(await outcomes()).toEqual(Array(7).fill('accepted: Batch answered 202'));
  });

  it('is named by the correlation of its evaluation on both sides', async () => {
    await oneNodeToGo();
    const { requests } = await story.survey();
    const [request] = requests;
    if (request === undefined) throw new Error('The pool is due.');
    await evaluatePool(story.ports, request);
    const [intent, outcome] = await story.audit();
    const [act] = await story.acts();
    expect([intent?.correlation, outcome?.correlation, act?.correlation]).toEqual(Array(3).fill(request.correlation));
    expect(outcome?.intent).toBe(intent && recordId(intent));
    expect(intent).toMatchObject({
      actor: 'timer:evaluate-pools',
      action: 'deallocate',
      subject: { account: 'demo', pool: 'render', node: act?.node },
      policy: expect.stringMatching(/^render@[0-9a-f]{16}$/),
      reason: 'at most 0 may be allocated (outside the windows of hours), 1 are',
    });
  });

  it('leaves records whose chain can be verified', async () => {
    await oneNodeToGo();
    await story.tick();
    const records = await story.audit();
    expect(records).toHaveLength(2);
    expect(chainBreaches(records)).toEqual([]);
  });

  it('is remembered with what became of it', async () => {
    const node = await oneNodeToStart();
    expect((await story.tick()).reports).toMatchObject([
      { kind: 'evaluated', closed: 0, plan: { acts: [{ node, action: 'start', outcome: 'accepted' }] } },
    ]);
    expect(await story.state()).toMatchObject({
      acting: undefined,
      lastPlan: { acts: [{ node, outcome: 'accepted' }] },
    });
  });

  const faults: readonly [string, object, string][] = [
    [
      'an error before it took effect',
      { effect: 'refuse', code: 'InternalError' },
      'unknown: Batch answered 500 InternalError; the node shows idle',
    ],
    [
      'an error after it took effect',
      { effect: 'fail-after', code: 'InternalError' },
      'accepted: Batch answered 500 InternalError; the node shows deallocating',
    ],
    [
      'a lost answer',
      { effect: 'lose-answer' },
      'accepted: Batch did not respond: ECONNRESET; the node shows deallocating',
    ],
    ['a reset connection', { effect: 'reset' }, 'unknown: Batch did not respond: ECONNRESET; the node shows idle'],
  ];

  it.each(faults)('is asked for once and leads to reading the node after %s', async (_, fault, outcome) => {
    const node = await oneNodeToGo();
    await story.account.control('POST', 'faults', { ...fault, operation: 'Nodes_DeallocateNode' });
    await story.tick();
    expect(await story.acts()).toHaveLength(1);
    expect((await story.requests()).at(-1)).toMatchObject({
      operation: 'Nodes_GetNode',
      path: `/pools/render/nodes/${node}`,
    });
    expect(await outcomes()).toEqual([outcome]);
    // A node whose deallocation may have been asked for is given ten minutes to show it.
    await story.minutes(12);
    expect(await story.account.states('render')).toEqual(['deallocated']);
    expect((await story.acts()).length).toBe(outcome.startsWith('unknown') ? 2 : 1);
  });

  it.each([
    ['TooManyRequests', 429],
    ['ServerBusy', 503],
  ])('waits where Batch says %s, under the same intent', async (code, status) => {
    await oneNodeToGo();
    const fault = { effect: 'refuse', code, retryAfter: 0, times: 2, operation: 'Nodes_DeallocateNode' };
    await story.account.control('POST', 'faults', fault);
    await story.tick();
    expect((await story.acts()).map((act) => act.status)).toEqual([status, status, 202]);
    expect(new Set((await story.acts()).map(({ correlation }) => correlation)).size).toBe(1);
    expect(await story.recorded()).toEqual(['deallocate intent', 'deallocate outcome accepted']);
  });

  it('fails where it is throttled for too long, and is made by the next tick', async () => {
    await oneNodeToGo();
    const fault = { effect: 'refuse', code: 'ServerBusy', retryAfter: 3600, operation: 'Nodes_DeallocateNode' };
    await story.account.control('POST', 'faults', fault);
    await story.tick();
    expect(await outcomes()).toEqual(['failed: Batch answered 503 ServerBusy; the node shows idle']);
    expect(await story.ports.throttle.remaining('demo')).toBeGreaterThan(0);
    await story.account.advance('PT1M');
    await story.tick({ ...story.ports, throttle: { remaining: async () => 0 } });
    expect((await outcomes()).slice(1)).toEqual(['accepted: Batch answered 202']);
  });

  it.each([
    ['repeated, finds the first', { times: 1 }],
    ['not repeated', { times: 1, retryAfter: 3600 }],
  ])('is ours where Batch answers 503 after its effect and it is %s', async (_, times) => {
    await oneNodeToGo();
    const fault = {
      effect: 'fail-after',
      code: 'ServerBusy',
      retryAfter: 0,
      operation: 'Nodes_DeallocateNode',
      ...times,
    };
    await story.account.control('POST', 'faults', fault);
    await story.tick();
    expect((await outcomes()).map((outcome) => outcome.split(':')[0])).toEqual(['accepted']);
    expect((await story.state()).memory.spent).toMatchObject([{ action: 'deallocate', nodes: 1 }]);
    await story.minutes(5);
    expect((await story.recorded()).filter((action) => action.includes('manual'))).toEqual([]);
  });

  it('is ours, and in the budget, where an attempt took effect before the next one was throttled', async () => {
    await oneNodeToGo();
    const faults = [
      { effect: 'fail-after', code: 'ServerBusy', retryAfter: 0 },
      { effect: 'refuse', code: 'TooManyRequests', retryAfter: 3600 },
    ];
    for (const fault of faults)
      await story.account.control('POST', 'faults', { ...fault, operation: 'Nodes_DeallocateNode', times: 1 });
    await story.tick();
    expect(await outcomes()).toEqual(['accepted: Batch answered 429 TooManyRequests; the node shows deallocating']);
    expect((await story.state()).memory.spent).toMatchObject([{ action: 'deallocate', nodes: 1 }]);
  });

  it('has one outcome, also where its request outlasts the right to make it and another closes it', async () => {
    const node = await oneNodeToGo();
    onFirstAct(async () => {
      await story.account.advance('PT5M');
      expect((await story.tick(story.system.compose())).reports).toMatchObject([{ kind: 'evaluated', closed: 1 }]);
    });
    expect((await story.tick(story.through(gateway))).reports).toMatchObject([{ kind: 'skipped' }]);
    const records = await story.audit();
    const intents = records.filter(({ phase, subject }) => phase === 'intent' && subject.node === node);
    expect(intents).toHaveLength(2);
    for (const intent of intents)
      expect(records.filter((record) => record.intent === recordId(intent))).toHaveLength(1);
  });

  it('that fails leaves the acts on other nodes alone', async () => {
    await story.account.createIdlePool('render', { dedicated: 4 });
    await story.atMost(0);
    const fault = { effect: 'refuse', code: 'InternalError', times: 2, operation: 'Nodes_DeallocateNode' };
    await story.account.control('POST', 'faults', fault);
    await story.tick();
    expect((await outcomes()).map((outcome) => outcome.slice(0, 8)).toSorted()).toEqual([
      'accepted',
      'accepted',
      'unknown:',
      'unknown:',
    ]);
  });
});

describe('between the look and the act', () => {
  it.each(['deallocating', 'running'])(
    'a task that lands is not hurt, where a draining node shows %s',
    async (state) => {
      await story.account.control('PUT', 'knobs', { drainingState: state });
      const node = await oneNodeToGo();
      await story.account.createJob('work', 'render');
      onFirstAct(() => story.account.addTasks('work', ['landed', 'waits'], 600));
      await story.tick(story.through(gateway));
      expect(await story.acts()).toMatchObject([{ node, status: 202 }]);
      expect(await story.account.states('render')).toEqual([state]);
      await story.minutes(9);
      expect(await story.account.tasks('work')).toEqual(['landed running', 'waits active']);
      await story.minutes(2);
      expect(await story.account.tasks('work')).toEqual(['landed completed', 'waits active']);
      expect(await story.account.states('render')).toEqual(['deallocated']);
      expect((await story.account.journal('task')).map((entry) => entry.kind === 'task' && entry.change)).toEqual([
        'started',
        'completed',
      ]);
      expect(await story.acts()).toHaveLength(1);
    },
  );

  it('a node that somebody else has deallocated needs no act', async () => {
    const node = await oneNodeToGo();
    onFirstAct(async () => void (await story.account.deallocate('render', node)));
    await story.tick(story.through(gateway));
    expect(await outcomes()).toEqual([
      'unneeded: Batch answered 409 OperationInvalidForCurrentState; the node shows deallocating',
    ]);
  });

  it('a node that somebody else has started needs no act', async () => {
    const node = await oneNodeToStart();
    onFirstAct(async () => void (await story.account.call('POST', `/pools/render/nodes/${node}/start`)));
    await story.tick(story.through(gateway));
    expect(await outcomes()).toEqual(['unneeded: Batch answered 409 NodeBeingStarted; the node shows starting']);
  });

  it('a node that somebody has taken out refuses', async () => {
    const node = await oneNodeToGo();
    onFirstAct(async () => {
      await story.account.call('POST', `/pools/render/nodes/${node}/disablescheduling`, {});
    });
    await story.tick(story.through(gateway));
    expect(await outcomes()).toEqual([
      'refused: Batch answered 409 OperationInvalidForCurrentState; the node shows offline',
    ]);
    await story.minutes(2);
    expect(await story.acts()).toHaveLength(1);
  });

  it('a node that has vanished is gone', async () => {
    await oneNodeToGo();
    onFirstAct(async () => {
      await story.account.call('DELETE', `${story.account.resourceId}/pools/render`);
      await story.account.advance('PT2M');
    });
    await story.tick(story.through(gateway));
    expect(await outcomes()).toEqual(['gone: Batch answered 404 PoolNotFound']);
  });

  it('a node that has begun to drain does not count as ready any more', async () => {
    await story.account.control('PUT', 'knobs', { drainingState: 'running' });
    await story.account.createIdlePool('render', { dedicated: 2 });
    await story.schedule({ outside: { min: 1 } });
    await story.policy({ schedules: ['hours'], idle: { timeout: 'PT1M' } });
    await story.account.createJob('work', 'render');
    await story.account.advance('PT1M');
    onFirstAct(async ({ path }) => {
      const other = (await story.account.nodes('render')).find(({ id }) => !path.includes(id));
      const scheduling = (word: string) => story.account.call('POST', `/pools/render/nodes/${other?.id}/${word}`);
      await scheduling('disablescheduling');
      await story.account.addTasks('work', ['landed'], 3600);
      await scheduling('enablescheduling');
      expect((await story.account.states('render')).toSorted()).toEqual(['idle', 'running']);
    });
    await story.tick(story.through(gateway));
    await story.minutes(10);
    expect(await story.acts()).toHaveLength(1);
  });
});

describe('an evaluation with many acts', () => {
  beforeEach(async () => {
    await story.account.createIdlePool('render', { dedicated: 45 });
    await story.atMost(0);
  });

  it('makes every one of them, each with its intent and its outcome', async () => {
    await story.tick();
    const nodes = (await story.account.nodes('render')).map(({ id }) => id).toSorted();
    expect((await story.acts()).map(({ node }) => node).toSorted()).toEqual(nodes);
    const records = await story.audit();
    for (const phase of ['intent', 'outcome']) {
      const of = records.filter((record) => record.phase === phase).map(({ subject }) => subject.node);
      expect(of.toSorted()).toEqual(nodes);
    }
  });

  it('makes no more of them once another has taken over', async () => {
    let takeover: Promise<unknown> | undefined;
    const takeOver = async () => {
      const fenced = await story.ports.poolStates.get(RENDER);
      if (fenced === undefined) throw new Error('The evaluation has taken the pool.');
      await story.account.advance('PT4M');
      await takeFence(story.ports, { correlation: 'another', remembered: 0 }, fenced);
    };
    gateway.onPassing = async (passing) => {
      if (!isAct(passing)) return;
      takeover ??= takeOver();
      await takeover;
    };
    expect((await story.tick(story.through(gateway))).reports).toMatchObject([
      { kind: 'skipped', reason: 'Another evaluation has taken over demo/render.' },
    ]);
    // Five requests were under way already; those arrive all the same.
    expect((await story.acts()).length).toBeLessThanOrEqual(5);
    expect((await story.recorded()).filter((record) => record !== 'deallocate intent')).toEqual([]);
    expect(await story.state()).toMatchObject({ acting: { correlation: 'another' } });
  });

  it('holds on to the pool while it goes on acting', async () => {
    const until: (string | undefined)[] = [];
    let arrived = 0;
    gateway.onPassing = async (passing) => {
      if (!isAct(passing)) return;
      arrived += 1;
      if (arrived % 10 !== 0) return;
      await story.account.advance('PT2M');
      until.push((await story.state()).acting?.until.toString());
    };
    expect((await story.tick(story.through(gateway))).reports).toMatchObject([{ kind: 'evaluated' }]);
    expect(await story.acts()).toHaveLength(45);
    expect(new Set(until).size).toBeGreaterThan(1);
    expect((await outcomes()).length).toBe(45);
  });
});

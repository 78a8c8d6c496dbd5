import { describe, expect, it } from 'vitest';
import { listNodeTasks } from '../../../src/http/pools/node-tasks.ts';
import { call } from '../../support/http-call.ts';
import { TestSystem } from '../../support/test-system.ts';

const system = TestSystem.forEachTest();

describe('GET nodes/{node}/tasks', () => {
  it('lists the tasks that run on a node, and those that ended last', async () => {
    const [node] = await system.account.createIdlePool('render', { dedicated: 1 });
    await system.account.createJob('job', 'render');
    await system.account.addTasks('job', ['short'], 60);
    await system.account.advance('PT5M');
    await system.account.addTasks('job', ['long'], 3600);
    await system.account.advance('PT1M');
    const params = { account: 'demo', pool: 'render', node: node?.id ?? '' };
    const { status, body } = await call(listNodeTasks, system.ports, { params });
    expect(status).toBe(200);
    expect(body.tasks).toMatchObject([
      { job: 'job', task: 'long', state: 'running', endedAt: null, exitCode: null },
      { job: 'job', task: 'short', state: 'completed', exitCode: 0 },
    ]);
    expect(Date.parse(body.tasks[1].endedAt) - Date.parse(body.tasks[1].startedAt)).toBe(60_000);
  });

  it('says that there is no such node', async () => {
    await system.account.createIdlePool('render', { dedicated: 1 });
    const params = { account: 'demo', pool: 'render', node: 'another' };
    expect((await call(listNodeTasks, system.ports, { params })).body.code).toBe('NodeNotFound');
  });
});

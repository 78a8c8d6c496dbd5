import { expect, it } from 'vitest';
import { explainPool } from '../../../src/app/pools/explain-pool.ts';
import { minutes } from '../../support/builders.ts';
import { Story } from '../support/story.ts';

const story = Story.forEachTest({
  latencies: { create: { median: minutes(1), sigma: 0 }, start: { median: minutes(3), sigma: 0 } },
});

async function starts(): Promise<number> {
  return (await story.acts()).filter(({ action }) => action === 'start').length;
}

it('starts no more nodes for a while when tasks fail on a node that was just started, and tells it', async () => {
  const nodes = await story.account.createIdlePool('render', { dedicated: 4 });
  for (const { id } of nodes) await story.account.deallocate('render', id);
  await story.account.advance('PT2M');
  await story.schedule({ outside: { min: 1 } });
  await story.policy({ schedules: ['hours'], haltOnTaskFailures: { tasks: 3, within: 'PT15M', for: 'PT30M' } });
  await story.account.createJob('job', 'render');
  const commandLine = '/bin/sh -c "sleep 5; exit 1"';
  await story.account.addTasks('job', ['t1', 't2', 't3'], 5, { commandLine });
  await story.minutes(8);
  expect(await starts()).toBe(1);
  await story.schedule({ outside: { min: 3 } });
  await story.minutes(5);
  expect(await starts()).toBe(1);
  const told = (await story.audit()).filter(({ action }) => action === 'limit.reached');
  expect(told).toMatchObject([{ reason: expect.stringContaining('3 tasks have failed on 1 node') }]);
  const { rules } = await explainPool(story.ports, { account: 'demo', poolId: 'render' });
  expect(rules.find(({ rule }) => rule === 'task-failure')).toMatchObject({ won: true });
  await story.minutes(32);
  expect(await starts()).toBe(3);
  expect(await story.recorded()).toContain('limit.over event');
});

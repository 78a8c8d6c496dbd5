import { expect, it } from 'vitest';
import { collectHealth } from '../../../src/app/health/collect-health.ts';
import type { Ports } from '../../../src/app/ports.ts';
import { Story } from '../support/story.ts';

const story = Story.forEachTest();

/** Another process has been told to wait for so long. */
function throttled(milliseconds: number, waits: number[] = []): Ports {
  const pause = async (waited: number) => {
    waits.push(waited);
  };
  return { ...story.ports, throttle: { remaining: async () => milliseconds }, pause };
}

it('asks nothing of an account that another process was throttled in, and goes on with the tick after', async () => {
  await story.account.createIdlePool('render', { dedicated: 1 });
  await story.atMost(0);
  const { requests } = await story.survey();
  const before = (await story.requests()).length;
  const { tick } = await story.tick(throttled(30_000));
  expect(tick.problems).toEqual(['Batch throttles the account demo: no request is sent for 30 s']);
  const [collected] = await collectHealth(throttled(1));
  expect(collected?.problems).toEqual(['Batch throttles the account demo']);
  expect((await story.requests()).length).toBe(before);
  expect(requests).toHaveLength(1);
  await story.minutes(1);
  expect(await story.acts()).toHaveLength(1);
});

it('waits for a few seconds where that is enough', async () => {
  await story.account.createIdlePool('render', { dedicated: 1 });
  await story.atMost(0);
  const waits: number[] = [];
  const { reports } = await story.tick(throttled(2_000, waits));
  expect(reports).toMatchObject([{ kind: 'evaluated' }]);
  expect(waits).toEqual([2_000, 2_000]);
});

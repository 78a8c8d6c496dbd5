import { expect, it } from 'vitest';
import { deleteOverride, putOverride } from '../../../src/app/pools/overrides.ts';
import { NOON } from '../../support/builders.ts';
import { RENDER, Story } from '../support/story.ts';

const story = Story.forEachTest();

function leaveAlone(minutes: number) {
  const value = { leaveAlone: true, until: NOON.add({ minutes }).toString(), note: 'the disks are copied' };
  return putOverride(story.ports, { pool: RENDER, value, actor: 'anna' });
}

it('leaves a pool alone until the override ends, and then does what the policy says', async () => {
  await story.account.createIdlePool('render', { dedicated: 2 });
  await story.atMost(0);
  await leaveAlone(30);
  await story.minutes(8);
  expect(await story.acts()).toEqual([]);
  expect(await story.recorded()).toEqual(['override event', 'pool.left-alone event']);
  await story.account.advance('PT30M');
  await story.minutes(1);
  expect((await story.acts()).map(({ action }) => action)).toEqual(['deallocate', 'deallocate']);
  expect(await story.recorded()).toContain('pool.taken-up event');
});

it('goes on as soon as the override is withdrawn', async () => {
  await story.account.createIdlePool('render', { dedicated: 1 });
  await story.atMost(0);
  await leaveAlone(600);
  await story.minutes(2);
  await deleteOverride(story.ports, { pool: RENDER, actor: 'anna' });
  await story.minutes(2);
  expect((await story.acts()).map(({ action }) => action)).toEqual(['deallocate']);
});

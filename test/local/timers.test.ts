import { expect, it } from 'vitest';
import type { RegisteredFunction } from '../../src/local/runner/function-app.ts';
import { timersOf } from '../../src/local/runner/timers.ts';
import { NOON } from '../support/builders.ts';

const TICK = {
  name: 'tick',
  triggerName: 'tick',
  trigger: { type: 'timerTrigger', schedule: '0 * * * * *' },
} as unknown as RegisteredFunction;

it('is idle when a timer has ended that somebody has called at an instant at which none is due', async () => {
  const ended: string[] = [];
  const call = Promise.withResolvers<void>();
  const invoke = async () => {
    await call.promise;
    ended.push('tick');
    return {};
  };
  const timers = timersOf([TICK], { now: () => NOON, settings: {}, invoke });
  await timers.idle();
  void timers.fireNow('tick');
  await timers.fire();
  expect(ended).toEqual([]);
  const idle = timers.idle();
  call.resolve();
  await idle;
  expect(ended).toEqual(['tick']);
});

it('each timer goes on while another has not ended', async () => {
  const slow = Promise.withResolvers<void>();
  const called: string[] = [];
  const invoke = async ({ name }: RegisteredFunction) => {
    called.push(name);
    if (name === 'tick') await slow.promise;
    return {};
  };
  let now = NOON.add({ minutes: 1 });
  const timers = timersOf([TICK, { ...TICK, name: 'tock' }], { now: () => now, settings: {}, invoke });
  now = now.add({ minutes: 1 });
  const first = timers.each.map(({ fire }) => fire());
  await first[1];
  now = now.add({ minutes: 1 });
  await timers.each[1]?.fire();
  expect(called).toEqual(['tick', 'tock', 'tock']);
  slow.resolve();
  await first[0];
});

import { Temporal } from 'temporal-polyfill';
import { expect, it } from 'vitest';
import { openEmulation } from '../../../src/emulator/emulation.ts';
import { catchUp } from '../../../src/emulator/life/advance.ts';
import { newJobSchedule } from '../../../src/emulator/life/job-schedule-life.ts';
import { NOON } from '../../support/builders.ts';

it('a job schedule plans as much for an interval after hundreds of them as after the first', () => {
  const { world } = openEmulation({ speed: 0, start: NOON });
  const [account] = world.accounts.values();
  if (account === undefined) throw new Error('There is an account.');
  newJobSchedule(world, account, {
    id: 'nightly',
    recurrence: { recurrenceInterval: 'PT1M', doNotRunAfter: '2027-01-01T00:00:00Z' },
    // Each job ends by itself, and its schedule is told.
    specification: { poolInfo: { poolId: 'render' }, onAllTasksComplete: 'terminatejob' },
    properties: {},
  });
  let planned = 0;
  const put = world.agenda.put.bind(world.agenda);
  world.agenda.put = (at, event) => {
    planned += 1;
    put(at, event);
  };
  const plannedInAnHour = () => {
    planned = 0;
    world.clock.advance(Temporal.Duration.from({ hours: 1 }));
    catchUp(world);
    return planned;
  };
  const first = plannedInAnHour();
  for (let hour = 0; hour < 3; hour += 1) plannedInAnHour();
  expect(plannedInAnHour()).toBe(first);
});

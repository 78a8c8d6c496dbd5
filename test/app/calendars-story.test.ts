import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { checkHealth } from '../../src/app/check-health.ts';
import { explainPool } from '../../src/app/pools/explain-pool.ts';
import type { Ports } from '../../src/app/ports.ts';
import { aCalendar } from '../support/calendar-text.ts';
import { WebServer } from '../support/web-server.ts';
import { RENDER, Story } from './support/story.ts';

/** The story begins on Monday 2026-03-02, twelve o'clock in UTC. */
const TODAY = aCalendar(['DTSTART;VALUE=DATE:20260302', 'SUMMARY:Founders day']);
const TOMORROW = aCalendar(['DTSTART;VALUE=DATE:20260303', 'SUMMARY:Founders day']);

const story = Story.forEachTest();
let web: WebServer;

beforeAll(async () => {
  web = await WebServer.start();
});
afterAll(() => web.close());
beforeEach(() => {
  story.system.ports = aProcess();
  web.requests.length = 0;
  web.answer = { text: TODAY };
});

/** A process that remembers nothing and may fetch from the server of the test. */
function aProcess(): Ports {
  return story.system.compose({ LAMPLIGHTER_OUTBOUND_HOSTS: web.host });
}

/** Two idle nodes that a schedule wants off on the days of the calendar, and ready on all others. */
async function offOnHolidays(): Promise<void> {
  await story.account.createIdlePool('render', { dedicated: 2 });
  await story.schedule({
    windows: [{ name: 'always', days: ['MON-SUN'], from: '00:00', to: '24:00', capacity: { min: 2 } }],
    exceptions: [{ calendar: web.url().href, capacity: { max: 0 } }],
  });
  await story.policy({ schedules: ['hours'] });
}

/** Everything that was kept of calendars is lost. */
async function loseCopies(): Promise<void> {
  const table = story.system.storage.table('Schedules');
  for await (const { partitionKey = '', rowKey = '' } of table.listEntities())
    if (partitionKey === 'calendars') await table.deleteEntity(partitionKey, rowKey);
}

async function calendarHealth(): Promise<unknown> {
  return (await checkHealth(story.ports)).checks.find(({ name }) => name === 'calendars');
}

describe('a pool whose schedule names a calendar', () => {
  it('goes off on its days, for a reason that names the event', async () => {
    await offOnHolidays();
    await story.minutes(1);
    expect((await story.acts()).map(({ action }) => action)).toEqual(['deallocate', 'deallocate']);
    const { requests, notes } = await explainPool(story.ports, RENDER);
    expect(requests[0]?.because).toBe(`exception "Founders day (http://${web.host}/holidays.ics)" of hours`);
    expect(notes).toEqual([]);
    expect(web.requests).toHaveLength(1);
    expect(await calendarHealth()).toMatchObject({ status: 'pass' });
  });

  it('is left alone when the calendar was lost and cannot be fetched, and taken up when it can', async () => {
    await offOnHolidays();
    await loseCopies();
    story.system.ports = aProcess();
    web.answer = { status: 503 };
    await story.minutes(2);
    expect(await story.acts()).toEqual([]);
    const reason = `the schedule "hours" can't be read: $.exceptions[0].calendar: the calendar http://${web.host}/holidays.ics could not be fetched: it answers 503`;
    expect((await story.state()).lastPlan?.leftAlone).toBe(reason);
    expect(await story.recorded()).toEqual(['pool.left-alone event']);
    expect(await calendarHealth()).toMatchObject({
      status: 'warn',
      output: `the calendar http://${web.host}/holidays.ics was never fetched: it answers 503`,
    });
    web.answer = { text: TODAY };
    await story.minutes(4);
    expect((await story.acts()).map(({ action }) => action)).toEqual(['deallocate', 'deallocate']);
  });

  it('is decided by the last good copy when the calendar cannot be fetched, and the copy tells its age', async () => {
    await offOnHolidays();
    await story.account.advance('PT7H');
    web.answer = { text: '<html>Log in</html>' };
    story.system.ports = aProcess();
    await story.minutes(1);
    expect((await story.acts()).map(({ action }) => action)).toEqual(['deallocate', 'deallocate']);
    const { notes } = await explainPool(story.ports, RENDER);
    expect(notes).toEqual([
      `the calendar http://${web.host}/holidays.ics is a copy of 2026-03-02T12:04Z, because its content cannot be used: it does not begin with BEGIN:VCALENDAR`,
    ]);
    expect(await calendarHealth()).toMatchObject({ status: 'pass' });
    await story.account.advance('P7D');
    expect(await calendarHealth()).toMatchObject({
      status: 'warn',
      output: expect.stringMatching(/is a copy of 7 d 7 h ago: its content cannot be used/),
    });
  });

  it('is looked at again when the calendar says something else', async () => {
    web.answer = { text: TOMORROW };
    await offOnHolidays();
    await story.minutes(1);
    expect((await story.survey()).requests).toEqual([]);
    web.answer = { text: TODAY };
    await story.account.advance('PT6H');
    await story.tick();
    expect((await story.acts()).map(({ action }) => action)).toEqual(['deallocate', 'deallocate']);
  });

  it('is not held to what its schedule expected of the calendar when it was saved', async () => {
    await story.account.createIdlePool('render', { dedicated: 1 });
    const exceptions = [{ calendar: web.url().href, capacity: { max: 0 } }];
    await story.schedule({ exceptions, expect: [{ at: '2026-03-02T10:00:00Z', max: 0 }] });
    await story.policy({ schedules: ['hours'] });
    // the calendar forgets what is past
    web.answer = { text: TOMORROW };
    await story.account.advance('P1D');
    await story.tick();
    expect((await story.acts()).map(({ action }) => action)).toEqual(['deallocate']);
  });

  it('is decided on, whatever an address says of itself at length', async () => {
    await offOnHolidays();
    web.answer = { text: aCalendar([`DTSTART;VALUE=DATE:20260302`, `DURATION:P${'9'.repeat(200_000)}X`]) };
    await story.account.advance('PT6H');
    await story.tick();
    const { notes } = await explainPool(story.ports, RENDER);
    expect(notes[0]).toMatch(/because its content cannot be used: .{1,300}$/);
  });

  it('is not saved with a calendar that cannot be had, unless there is a copy of it', async () => {
    web.answer = { status: 404 };
    const exceptions = [{ calendar: web.url().href, capacity: { max: 0 } }];
    await expect(story.schedule({ exceptions })).rejects.toMatchObject({
      code: 'InvalidDocument',
      faults: [
        {
          path: '$.exceptions[0].calendar',
          message: `the calendar http://${web.host}/holidays.ics could not be fetched: it answers 404`,
        },
      ],
    });
    // mended, and nobody has to wait for the next try
    web.answer = { text: TODAY };
    await story.schedule({ exceptions });
    web.answer = { status: 404 };
    await story.account.advance('PT6H');
    await story.schedule({ exceptions, description: 'changed while the address is away' });
  });
});

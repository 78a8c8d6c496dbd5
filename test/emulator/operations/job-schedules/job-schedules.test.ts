import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { WireJob } from '../../../../src/wire/job.ts';
import type { WireJobSchedule } from '../../../../src/wire/job-schedule.ts';
import { EmulatedAccount } from '../../../support/emulated-account.ts';

let account: EmulatedAccount;

beforeEach(async () => {
  account = await EmulatedAccount.start();
  await account.createIdlePool('render');
});
afterEach(() => account.close());

// The clock stands at 12:04.
const CREATED = '2026-03-02T12:04:00.0000000Z';
const MANAGER = { id: 'manager', commandLine: 'sleep 60' };

interface Refusal {
  readonly code: string;
}

async function create(schedule: object, specification: object = {}): Promise<void> {
  const jobSpecification = { poolInfo: { poolId: 'render' }, ...specification };
  const { status } = await account.call('POST', '/jobschedules', { id: 'nightly', schedule, jobSpecification });
  expect(status).toBe(201);
}

async function nightly(): Promise<WireJobSchedule> {
  return (await account.call<WireJobSchedule>('GET', '/jobschedules/nightly')).body;
}

/** The jobs of the schedule, as `nightly:job-1 active`. */
async function jobs(): Promise<readonly string[]> {
  const { body } = await account.call<{ value: WireJob[] }>('GET', '/jobschedules/nightly/jobs');
  return body.value.map(({ id, state }) => `${id} ${state}`);
}

const post = (verb: string) => account.call<Refusal>('POST', `/jobschedules/nightly/${verb}`);
const to = (time: string) => account.control('POST', 'clock', { to: `2026-03-02T${time}Z` });

describe('a job schedule that recurs', () => {
  it('makes a job at once, and says when the next one comes', async () => {
    await create({ recurrenceInterval: 'PT1H' }, { priority: 7, jobManagerTask: MANAGER });
    expect(await nightly()).toMatchObject({
      id: 'nightly',
      url: `${account.url}/jobschedules/nightly`,
      state: 'active',
      creationTime: CREATED,
      schedule: { recurrenceInterval: 'PT1H' },
      jobSpecification: { poolInfo: { poolId: 'render' }, priority: 7, jobManagerTask: MANAGER },
      executionInfo: { nextRunTime: '2026-03-02T13:04:00.0000000Z', recentJob: { id: 'nightly:job-1' } },
    });
    const { body } = await account.call<WireJob>('GET', '/jobs/nightly:job-1');
    expect(body).toMatchObject({ id: 'nightly:job-1', priority: 7, poolInfo: { poolId: 'render' } });
    expect(await account.tasks('nightly:job-1')).toEqual(['manager running']);
  });

  it.each([
    ['PT1M0.0001234S', 10],
    ['P10675199DT2H48M5.4775807S', 1],
  ])('recurs after %s, whatever that is in milliseconds', async (recurrenceInterval, made) => {
    await create({ recurrenceInterval }, { jobManagerTask: { id: 'manager', commandLine: 'sleep 5' } });
    await account.advance('PT9M30S');
    expect(await jobs()).toHaveLength(made);
  });

  it('makes one job after another, each ended by its job manager task', async () => {
    await create({ recurrenceInterval: 'PT1H' }, { jobManagerTask: MANAGER });
    await account.advance('PT150M');
    expect(await jobs()).toEqual(['nightly:job-1 completed', 'nightly:job-2 completed', 'nightly:job-3 completed']);
    const { body } = await account.call<WireJob>('GET', '/jobs/nightly:job-3');
    expect(body).toMatchObject({
      creationTime: '2026-03-02T14:04:00.0000000Z',
      executionInfo: { terminateReason: 'JMComplete' },
    });
    expect((await nightly()).executionInfo).toMatchObject({ nextRunTime: '2026-03-02T15:04:00.0000000Z' });
  });

  it('begins at doNotRunUntil, and ends at doNotRunAfter', async () => {
    const times = { doNotRunUntil: '2026-03-02T18:00:00Z', doNotRunAfter: '2026-03-02T19:30:00Z' };
    await create({ ...times, recurrenceInterval: 'PT1H' }, { jobManagerTask: MANAGER });
    expect(await jobs()).toEqual([]);
    expect((await nightly()).executionInfo).toEqual({ nextRunTime: '2026-03-02T18:00:00.0000000Z' });
    await to('19:10:00');
    expect(await jobs()).toEqual(['nightly:job-1 completed', 'nightly:job-2 completed']);
    expect((await nightly()).executionInfo).not.toHaveProperty('nextRunTime');
    await to('19:30:00');
    expect(await nightly()).toMatchObject({
      state: 'completed',
      previousState: 'active',
      executionInfo: { endTime: '2026-03-02T19:30:00.0000000Z' },
    });
  });

  it('has one active job at a time: the next is made when that has ended, within the start window', async () => {
    await create({ recurrenceInterval: 'PT1H', startWindow: 'PT10M' });
    await to('13:10:00');
    expect(await jobs()).toEqual(['nightly:job-1 active']);
    await account.call('POST', '/jobs/nightly:job-1/terminate', {});
    await account.advance('PT1M');
    expect(await jobs()).toEqual(['nightly:job-1 completed', 'nightly:job-2 active']);
    // The opportunity of 14:04 is lost at 14:14.
    await to('14:30:00');
    await account.call('POST', '/jobs/nightly:job-2/terminate', {});
    await account.advance('PT1M');
    expect(await jobs()).toEqual(['nightly:job-1 completed', 'nightly:job-2 completed']);
    expect((await nightly()).executionInfo).toMatchObject({ nextRunTime: '2026-03-02T15:04:00.0000000Z' });
  });

  it('makes no job while it is disabled, and goes on when it is enabled', async () => {
    await create({ recurrenceInterval: 'PT1H', startWindow: 'PT10M' }, { jobManagerTask: MANAGER });
    expect((await post('disable')).status).toBe(204);
    await to('13:30:00');
    expect(await nightly()).toMatchObject({ state: 'disabled', previousState: 'active' });
    expect(await jobs()).toEqual(['nightly:job-1 completed']);
    expect((await post('enable')).status).toBe(204);
    await to('14:10:00');
    expect(await jobs()).toEqual(['nightly:job-1 completed', 'nightly:job-2 completed']);
  });
});

describe('a job schedule that does not recur', () => {
  it('makes one job, and is complete with it', async () => {
    await create({}, { jobManagerTask: MANAGER });
    expect((await nightly()).executionInfo).toEqual({
      recentJob: { id: 'nightly:job-1', url: `${account.url}/jobs/nightly:job-1` },
    });
    await account.advance('PT2M');
    expect(await nightly()).toMatchObject({ state: 'completed' });
    expect(await jobs()).toEqual(['nightly:job-1 completed']);
  });
});

describe('a job schedule', () => {
  it('is terminated with its active job', async () => {
    await create({ recurrenceInterval: 'PT1H' });
    expect((await post('terminate')).status).toBe(202);
    expect((await nightly()).state).toBe('terminating');
    expect((await post('disable')).body.code).toBe('JobScheduleBeingTerminated');
    await account.advance('PT10S');
    expect((await nightly()).state).toBe('completed');
    const { body } = await account.call<WireJob>('GET', '/jobs/nightly:job-1');
    expect(body.executionInfo.terminateReason).toBe('TerminateJobSchedule');
    expect((await post('enable')).body.code).toBe('JobScheduleCompleted');
  });

  it('is deleted with its jobs', async () => {
    await create({ recurrenceInterval: 'PT1H' }, { jobManagerTask: MANAGER });
    await account.advance('PT90M');
    expect((await account.call('DELETE', '/jobschedules/nightly')).status).toBe(202);
    expect((await nightly()).state).toBe('deleting');
    await account.advance('PT10S');
    expect(await account.call('GET', '/jobschedules/nightly')).toMatchObject({
      status: 404,
      body: { code: 'JobScheduleNotFound' },
    });
    expect((await account.call<{ value: object[] }>('GET', '/jobs')).body.value).toEqual([]);
    await create({ recurrenceInterval: 'PT1H' });
  });

  it('is patched: the next job is another, the present one stays', async () => {
    await create({ recurrenceInterval: 'PT1H' }, { jobManagerTask: MANAGER, priority: 1 });
    const change = { schedule: { recurrenceInterval: 'PT30M' }, jobSpecification: { priority: 2 } };
    expect((await account.call('PATCH', '/jobschedules/nightly', change)).status).toBe(200);
    expect(await nightly()).toMatchObject({
      jobSpecification: { priority: 2, jobManagerTask: MANAGER },
      executionInfo: { nextRunTime: '2026-03-02T12:34:00.0000000Z' },
    });
    await account.advance('PT31M');
    const priorities = await account.call<{ value: WireJob[] }>('GET', '/jobschedules/nightly/jobs?$select=priority');
    expect(priorities.body.value).toEqual([{ priority: 1 }, { priority: 2 }]);
  });

  it('is replaced with what was read', async () => {
    await create({ recurrenceInterval: 'PT1H' }, { jobManagerTask: MANAGER });
    const before = await nightly();
    const { status } = await account.call('PUT', '/jobschedules/nightly', { ...before, metadata: [] });
    expect(status).toBe(200);
    const { eTag: _, lastModified: __, metadata: ___, ...after } = await nightly();
    expect(before).toMatchObject(after);
  });

  it('is listed, filtered, and is there or not', async () => {
    await create({ doNotRunUntil: '2026-03-03T00:00:00Z' });
    const list = async (query: string) =>
      (await account.call<{ value: WireJobSchedule[] }>('GET', `/jobschedules?${query}`)).body.value;
    expect(await list('$select=id,executionInfo')).toEqual([
      { id: 'nightly', executionInfo: { nextRunTime: '2026-03-03T00:00:00.0000000Z' } },
    ]);
    expect(await list("$filter=state ne 'active'")).toEqual([]);
    expect((await account.call('HEAD', '/jobschedules/NIGHTLY')).status).toBe(200);
    expect((await account.call('HEAD', '/jobschedules/weekly')).status).toBe(404);
  });

  it.each([
    [{ schedule: { recurrenceInterval: 'PT30S' } }, 'InvalidPropertyValue'],
    [{ schedule: { startWindow: 'PT30S' } }, 'InvalidPropertyValue'],
    [{ schedule: { doNotRunUntil: 'soon' } }, 'InvalidPropertyValue'],
    [{ schedule: undefined }, 'MissingRequiredProperty'],
    [{ jobSpecification: undefined }, 'MissingRequiredProperty'],
    [{ jobSpecification: { poolInfo: { autoPoolSpecification: {} } } }, 'MissingRequiredProperty'],
    [{ colour: 'red' }, 'UnsupportedProperty'],
  ])('is refused with %j', async (change, code) => {
    const body = { id: 'n', schedule: {}, jobSpecification: { poolInfo: { poolId: 'render' } }, ...change };
    expect(await account.call('POST', '/jobschedules', body)).toMatchObject({ status: 400, body: { code } });
  });

  it('has an id of its own', async () => {
    await create({ recurrenceInterval: 'PT1H' });
    const body = { id: 'Nightly', schedule: {}, jobSpecification: { poolInfo: { poolId: 'render' } } };
    expect(await account.call('POST', '/jobschedules', body)).toMatchObject({
      status: 409,
      body: { code: 'JobScheduleExists' },
    });
  });
});

describe('a job with a job manager task', () => {
  it('ends with it, unless it says otherwise', async () => {
    await account.createJob('ends', 'render', { jobManagerTask: { id: 'm', commandLine: 'sleep 5' } });
    const stays = { id: 'm', commandLine: 'sleep 5', killJobOnCompletion: false };
    await account.createJob('stays', 'render', { jobManagerTask: stays });
    await account.advance('PT1M');
    const states = await account.call<{ value: WireJob[] }>('GET', '/jobs?$select=id,state');
    expect(states.body.value).toEqual([
      { id: 'ends', state: 'completed' },
      { id: 'stays', state: 'active' },
    ]);
  });
});

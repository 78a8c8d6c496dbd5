import { Temporal } from 'temporal-polyfill';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { checkHealth } from '../../src/app/check-health.ts';
import type { Ports } from '../../src/app/ports.ts';
import { aPoolFacts, NOON } from '../support/builders.ts';
import { Story } from './support/story.ts';

const story = Story.forEachTest();
afterEach(() => void vi.useRealTimers());

/** A process that looks after the account and another one at an address where nothing listens. */
function withBrokenAccount(): Ports {
  const { key } = story.account.emulator.account;
  return story.system.compose({
    BATCH_ACCOUNTS: JSON.stringify([
      { name: 'broken', endpoint: 'http://127.0.0.1:1' },
      { name: 'demo', endpoint: story.account.url },
    ]),
    BATCH_ACCOUNT_KEYS: JSON.stringify({ broken: key, demo: key }),
  });
}

describe('the health of the app', () => {
  it('passes after a tick, with what was seen', async () => {
    await story.account.createIdlePool('render');
    await story.policy();
    await story.survey();
    await story.tick();
    expect(await checkHealth(story.ports)).toEqual({
      status: 'pass',
      at: NOON.add({ minutes: 4 }),
      checks: [
        { name: 'tick', status: 'pass', output: 'the last tick was 0 s ago' },
        { name: 'tables', status: 'pass', output: '1 policies' },
        { name: 'queue', status: 'pass', output: 'about 0 queued messages for evaluations' },
        { name: 'blobs', status: 'pass', output: 'reachable' },
        { name: 'batch:demo', status: 'pass', output: 'reachable' },
      ],
    });
  });

  it('warns of a folder and a file that settings name and that are not there', async () => {
    const ports = story.system.compose({
      LAMPLIGHTER_DOCUMENTS: '/nowhere',
      LAMPLIGHTER_RETAIL_PRICES: JSON.stringify({ region: 'westeurope', file: '/nowhere/prices.json' }),
    });
    const output =
      'LAMPLIGHTER_DOCUMENTS names /nowhere, which is not there; LAMPLIGHTER_RETAIL_PRICES names /nowhere/prices.json, which is not there';
    expect((await checkHealth(ports)).checks).toContainEqual(
      expect.objectContaining({ name: 'files', status: 'warn', output }),
    );
    const there = story.system.compose({ LAMPLIGHTER_DOCUMENTS: 'examples' });
    expect((await checkHealth(there)).checks.map(({ name }) => name)).not.toContain('files');
  });

  it('counts the evaluations that wait', async () => {
    const facts = { account: 'demo', poolId: 'render', state: 'active', allocationState: 'steady' } as const;
    const request = () => ({
      tick: NOON,
      correlation: story.ports.newCorrelation(),
      fingerprint: '',
      facts: aPoolFacts(facts),
    });
    await story.ports.evaluations.send([request(), request(), request()]);
    const { checks } = await checkHealth(story.ports);
    expect(checks).toContainEqual({
      name: 'queue',
      status: 'pass',
      output: 'about 3 queued messages for evaluations',
    });
  });

  it('warns before the first tick', async () => {
    const { status, checks } = await checkHealth(story.ports);
    expect(status).toBe('warn');
    expect(checks[0]).toMatchObject({
      name: 'tick',
      status: 'warn',
      output: 'no tick yet: the first one runs within a minute',
    });
  });

  it.each([
    ['PT3M', 'pass', '3 min'],
    ['PT3M1S', 'warn', '3 min 1 s'],
    ['PT10M', 'warn', '10 min'],
    ['PT10M1S', 'fail', '10 min 1 s'],
  ])('%s after the last tick is "%s"', async (age, status, said) => {
    await story.tick();
    await story.account.advance(age);
    const health = await checkHealth(story.ports);
    expect(health.status).toBe(status);
    expect(health.checks[0]).toMatchObject({ name: 'tick', status, output: `the last tick was ${said} ago` });
  });

  it('does not mind a tick by a clock that is ahead', async () => {
    const at = (await story.system.now()).add({ seconds: 5 });
    await story.ports.ticks.record({ at, pools: 0, due: 0, problems: [] });
    expect(await checkHealth(story.ports)).toMatchObject({
      status: 'pass',
      checks: [{ output: 'the last tick was 0 s ago' }, {}, {}, {}, {}],
    });
  });

  it('warns where the last tick had a problem, and fails while an account cannot be reached', async () => {
    const broken = withBrokenAccount();
    await story.tick(broken);
    const seen = await checkHealth(story.ports);
    expect(seen.status).toBe('warn');
    expect(seen.checks[0]).toMatchObject({
      status: 'warn',
      output: expect.stringContaining('0 s ago; The account broken could not be surveyed: '),
    });
    const { status, checks } = await checkHealth(broken);
    expect(status).toBe('fail');
    expect(checks.slice(4)).toEqual([
      {
        name: 'batch:broken',
        status: 'fail',
        output: expect.stringMatching(/^Reaching the account broken failed: Batch could not be reached/),
        since: NOON,
      },
      { name: 'batch:demo', status: 'pass', output: 'reachable' },
    ]);
  });

  it('warns of settings that have no effect, because the app does not know their names', async () => {
    await story.tick();
    const misspelled = story.system.compose({
      LAMPLIGHTER_AUDIT_MONTH: '6',
      LAMPLIGHTER_WORKCALLS: '9',
      LAMPLIGHTER_HEALTH_CALLS: '5',
      LAMPLIGHTER_KEY: 'that of the commands',
      LAMPLIGHTER_URI: ' ',
    });
    const { status, checks } = await checkHealth(misspelled);
    expect(status).toBe('warn');
    expect(checks).toContainEqual({
      name: 'settings',
      status: 'warn',
      output: 'without effect, because the app has no such setting: LAMPLIGHTER_AUDIT_MONTH, LAMPLIGHTER_WORKCALLS',
      since: await story.system.now(),
    });
  });

  it('fails where Batch answers with errors', async () => {
    await story.tick();
    const fault = { effect: 'refuse', code: 'ServerBusy', retryAfter: 0, times: 5 };
    await story.account.control('POST', 'faults', fault);
    const { status, checks } = await checkHealth(story.ports);
    expect(status).toBe('fail');
    expect(checks[4]).toEqual({
      name: 'batch:demo',
      status: 'fail',
      output: 'Reaching the account demo failed: Batch answered 503 ServerBusy.',
      since: NOON,
    });
  });

  it('tells at once that Batch is too busy, for however long it asks to wait', async () => {
    await story.tick();
    const fault = { effect: 'refuse', code: 'ServerBusy', retryAfter: 30, times: 1 };
    await story.account.control('POST', 'faults', fault);
    const { checks } = await checkHealth(story.ports);
    expect(checks[4]).toEqual({
      name: 'batch:demo',
      status: 'warn',
      output: 'Reaching the account demo failed: Batch answered 503 ServerBusy.',
      since: NOON,
    });
  });

  it('warns while Batch throttles an account, and fails when that does not pass', async () => {
    await story.tick();
    let milliseconds = 59_100;
    const throttled = { ...story.ports, throttle: { remaining: async () => milliseconds } };
    const account = async () => {
      const { status, output, since } = (await checkHealth(throttled)).checks[4] ?? {};
      return [status, output, since?.toString()];
    };
    const output = 'Batch throttles the account for 60 s more';
    expect(await account()).toEqual(['warn', output, '2026-03-02T12:00:00Z']);
    await story.account.advance('PT5M');
    expect(await account()).toEqual(['warn', output, '2026-03-02T12:00:00Z']);
    await story.account.advance('PT1S');
    expect(await account()).toEqual(['fail', output, '2026-03-02T12:00:00Z']);
    milliseconds = 0;
    expect(await account()).toEqual(['pass', 'reachable', undefined]);
    milliseconds = 59_100;
    expect(await account()).toEqual(['warn', output, '2026-03-02T12:05:01Z']);
  });

  it('does not take Batch to be down because the tables, which share its throttling, do not answer', async () => {
    await story.tick();
    vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] });
    const throttle = { remaining: () => new Promise<number>(() => undefined) };
    const checking = checkHealth({ ...story.ports, throttle });
    await vi.advanceTimersByTimeAsync(1000);
    vi.useRealTimers();
    expect((await checking).checks[4]).toEqual({ name: 'batch:demo', status: 'pass', output: 'reachable' });
  });

  it.each([
    ['PT2M', 'pass', ''],
    ['PT2M1S', 'warn', '; the first has waited for 2 min 1 s'],
    ['PT5M', 'warn', '; the first has waited for 5 min'],
    ['PT5M1S', 'fail', '; the first has waited for 5 min 1 s'],
  ])('with a first message that has waited for %s is "%s"', async (waited, status, said) => {
    await story.tick();
    const longestWait = async () => Temporal.Duration.from(waited);
    const evaluations = { ...story.ports.evaluations, longestWait };
    const health = await checkHealth({ ...story.ports, evaluations });
    expect(health.status).toBe(status);
    const output = `about 0 queued messages for evaluations${said}`;
    expect(health.checks).toContainEqual(expect.objectContaining({ name: 'queue', status, output }));
  });

  describe('where accounts are named by a tag', () => {
    async function searching(armEndpoint: string): Promise<Ports> {
      const [, , subscription = ''] = story.account.resourceId.split('/');
      const ports = story.system.compose({
        BATCH_ACCOUNTS: JSON.stringify([{ subscription, tag: 'lamplighter=yes' }]),
        ARM_ENDPOINT: armEndpoint,
      });
      await ports.batch.refreshAccounts();
      return ports;
    }

    it('fails while they were never found, in the tick too', async () => {
      const ports = await searching('http://127.0.0.1:9');
      await story.tick(ports);
      const { status, checks } = await checkHealth(ports);
      const output = expect.stringContaining('(the whole subscription) could not be found: ');
      expect(status).toBe('fail');
      expect(checks).toContainEqual({ name: 'accounts', status: 'fail', output, since: NOON });
      expect(checks[0]).toMatchObject({ name: 'tick', status: 'warn', output });
    });

    it('warns while the last search has failed, and where there are none', async () => {
      const ports = await searching(story.account.url);
      await story.tick(ports);
      const output = 'there is no Batch account yet with the tag that BATCH_ACCOUNTS names';
      const { status, checks } = await checkHealth(ports);
      expect(status).toBe('warn');
      expect(checks).toContainEqual({ name: 'accounts', status: 'warn', output, since: NOON });
      const failing = { ...ports, batch: { ...ports.batch, accounts: ['demo'], accountProblems: ['forbidden'] } };
      expect((await checkHealth(failing)).checks).toContainEqual({
        ...{ name: 'accounts', status: 'warn', output: 'forbidden', since: NOON },
      });
    });
  });

  it('counts a failure that comes again from then on, also of a check that is not shown meanwhile', async () => {
    await story.tick();
    const problem = async (problems: readonly string[]) => {
      const batch = { ...story.ports.batch, accountProblems: problems };
      return (await checkHealth({ ...story.ports, batch })).checks.find(({ name }) => name === 'accounts')?.since;
    };
    expect(await problem(['forbidden'])).toEqual(NOON);
    await story.account.advance('PT1M');
    expect(await problem([])).toBeUndefined();
    expect(await problem(['forbidden'])).toEqual(NOON.add({ minutes: 1 }));
  });

  it('fails where the storage refuses', async () => {
    const wrongKey = Buffer.from('not the key').toString('base64');
    const connection = story.system.storage.connectionString.replace(/AccountKey=[^;]*/, `AccountKey=${wrongKey}`);
    const { status, checks } = await checkHealth(story.system.compose({ AzureWebJobsStorage: connection }));
    expect(status).toBe('fail');
    expect(checks.map((one) => `${one.name} ${one.status}`)).toEqual([
      'tick fail',
      'tables fail',
      'queue fail',
      'blobs pass',
      'batch:demo pass',
    ]);
    expect(checks[1]?.output).toContain('The table Policies could not be used. (');
    expect(checks[2]?.output).toContain('The queue evaluate-pool could not be used. (');
  });
});

import { describe, expect, it } from 'vitest';
import { getHealth } from '../../src/http/health.ts';
import { SECURITY_HEADERS } from '../../src/http/security-headers.ts';
import type { Tick } from '../../src/ports/ticks.ts';
import { minutesBefore, NOON } from '../support/builders.ts';
import { call } from '../support/http-call.ts';
import { TestSystem } from '../support/test-system.ts';

const system = TestSystem.forEachTest();

const TIME = NOON.toString();
const OTHER_KEY = Buffer.from('another key').toString('base64');

function aTick(minutesAgo: number, problems: readonly string[] = []): Tick {
  return { at: minutesBefore(NOON, minutesAgo), pools: 3, due: 1, problems };
}

/** Everything but the tick, when it is well. */
const WELL = {
  tables: [{ status: 'pass', output: '0 policies', time: TIME }],
  queue: [{ status: 'pass', output: 'about 0 queued messages for evaluations', time: TIME }],
  blobs: [{ status: 'pass', output: 'reachable', time: TIME }],
  'batch:demo': [{ status: 'pass', output: 'reachable', time: TIME }],
};

/** The first look of this process is the first that it knows of. */
const SINCE = { since: TIME };

describe('GET of the health', () => {
  it('passes where all that the app stands on can be reached and the last tick is young', async () => {
    await system.ports.ticks.record(aTick(1));
    const answer = await call(getHealth, system.ports);
    expect(answer.status).toBe(200);
    expect(Object.fromEntries(answer.headers)).toEqual({
      ...SECURITY_HEADERS,
      'content-type': 'application/health+json',
    });
    expect(answer.body).toEqual({
      status: 'pass',
      checks: { tick: [{ status: 'pass', output: 'the last tick was 1 min ago', time: TIME }], ...WELL },
    });
  });

  it('warns before the first tick', async () => {
    const answer = await call(getHealth, system.ports);
    expect(answer.status).toBe(200);
    expect(answer.body).toEqual({
      status: 'warn',
      checks: {
        tick: [{ status: 'warn', output: 'no tick yet: the first one runs within a minute', ...SINCE, time: TIME }],
        ...WELL,
      },
    });
  });

  it.each([
    [200, 'pass', aTick(0), 'the last tick was 0 s ago'],
    [200, 'pass', aTick(3), 'the last tick was 3 min ago'],
    [200, 'warn', aTick(4), 'the last tick was 4 min ago'],
    [200, 'warn', aTick(10), 'the last tick was 10 min ago'],
    [503, 'fail', aTick(11), 'the last tick was 11 min ago'],
    [503, 'fail', aTick(26 * 60), 'the last tick was 1 d 2 h ago'],
    // the clocks of two machines differ
    [200, 'pass', aTick(-2), 'the last tick was 0 s ago'],
    [200, 'warn', aTick(1, ['a', 'b']), 'the last tick was 1 min ago; a; b'],
    [503, 'fail', aTick(11, ['a']), 'the last tick was 11 min ago; a'],
  ])('answers %i, %s, by the age of the last tick and its problems', async (status, health, tick, output) => {
    await system.ports.ticks.record(tick);
    const answer = await call(getHealth, system.ports);
    expect(answer.status).toBe(status);
    expect(answer.headers.get('content-type')).toBe('application/health+json');
    expect(answer.body).toEqual({
      status: health,
      checks: { tick: [{ status: health, output, ...(health !== 'pass' && SINCE), time: TIME }], ...WELL },
    });
  });

  it('fails where an account cannot be reached, and names it', async () => {
    await system.ports.ticks.record(aTick(0));
    const ports = system.compose({ BATCH_ACCOUNT_KEYS: JSON.stringify({ demo: OTHER_KEY }) });
    const answer = await call(getHealth, ports);
    expect(answer.status).toBe(503);
    expect(answer.headers.get('content-type')).toBe('application/health+json');
    expect(answer.body).toEqual({
      status: 'fail',
      checks: {
        ...WELL,
        tick: [{ status: 'pass', output: 'the last tick was 0 s ago', time: TIME }],
        'batch:demo': [
          { status: 'fail', output: expect.stringMatching(/^Reaching the account demo.*403/), ...SINCE, time: TIME },
        ],
      },
    });
  });

  it('tells the account that fails from one that does not', async () => {
    const { name, key } = system.account.emulator.account;
    const accounts = [
      { name, endpoint: system.account.url },
      { name: 'other', endpoint: system.account.url },
    ];
    const keys = { [name]: key, other: key };
    const settings = { BATCH_ACCOUNTS: JSON.stringify(accounts), BATCH_ACCOUNT_KEYS: JSON.stringify(keys) };
    const { status, body } = await call(getHealth, system.compose(settings));
    expect(status).toBe(503);
    expect(body.checks).toMatchObject({ 'batch:demo': [{ status: 'pass' }], 'batch:other': [{ status: 'fail' }] });
  });

  it('fails where tables and queue refuse the app, and shows no key', async () => {
    const AzureWebJobsStorage = system.storage.connectionString.replace(/AccountKey=[^;]+/, `AccountKey=${OTHER_KEY}`);
    const answer = await call(getHealth, system.compose({ AzureWebJobsStorage }));
    expect(answer.status).toBe(503);
    expect(answer.body).toMatchObject({
      status: 'fail',
      checks: {
        tick: [{ status: 'fail', output: expect.stringContaining('The table PoolState could not be used.') }],
        tables: [{ status: 'fail', output: expect.stringContaining('The table Policies could not be used.') }],
        queue: [{ status: 'fail', output: expect.stringContaining('The queue evaluate-pool could not be used.') }],
        'batch:demo': [{ status: 'pass' }],
      },
    });
    expect(JSON.stringify(answer.body)).not.toContain(OTHER_KEY);
  });

  it('counts policies', async () => {
    const policy = { kind: 'policies', id: 'render', text: '{"id":"render"}', actor: 'me' } as const;
    await system.ports.documents.put(policy, 'absent');
    const { body } = await call(getHealth, system.ports);
    expect(body.checks.tables[0].output).toBe('1 policies');
  });

  it('knows no parameters', async () => {
    const answer = await call(getHealth, system.ports, { query: { verbose: '1' } });
    expect(answer).toMatchObject({ status: 400, body: { errors: [{ path: 'verbose' }] } });
  });
});

import { describe, expect, it } from 'vitest';
import { getAccountHealth } from '../../src/http/account-health.ts';
import { getMetrics } from '../../src/http/metrics.ts';
import { minutesBefore, NOON } from '../support/builders.ts';
import { call } from '../support/http-call.ts';
import { TestSystem } from '../support/test-system.ts';

const system = TestSystem.forEachTest();

const health = (account = 'demo') => call(getAccountHealth, system.ports, { params: { account } });

async function enforce(min: number, mode = 'enforce'): Promise<void> {
  const schedule = { id: 'always', timeZone: 'Etc/UTC', windows: [], outside: { min } };
  const policy = { id: 'render', pools: ['render'], mode, schedules: ['always'] };
  for (const [kind, document] of [
    ['schedules', schedule],
    ['policies', policy],
  ] as const)
    await system.ports.documents.put({ kind, id: document.id, text: JSON.stringify(document), actor: 'me' }, 'absent');
}

describe('the health of an account', () => {
  it('passes without pools that have a policy, and has each that has one', async () => {
    await system.account.createIdlePool('render', { dedicated: 2 });
    await system.account.createIdlePool('other', { dedicated: 1 });
    expect(await health()).toMatchObject({ status: 200, body: { status: 'pass', output: 'no pool has a policy' } });
    await enforce(2);
    const { status, body } = await health();
    expect(status).toBe(200);
    expect(body).toMatchObject({
      status: 'pass',
      output: '1 pool passes',
      checks: { 'pool:render': [{ status: 'pass', output: '2 of 2 that must be ready' }] },
    });
    expect(Object.keys(body.checks)).toEqual(['pool:render']);
  });

  it('fails with 503 where fewer nodes are ready than must be', async () => {
    const [node] = await system.account.createIdlePool('render', { dedicated: 2 });
    await system.account.deallocate('render', node?.id ?? '');
    await enforce(2);
    expect(await health()).toMatchObject({ status: 503, body: { status: 'fail', output: '1 pool fails' } });
  });

  it('does not blame a policy that only observes', async () => {
    const [node] = await system.account.createIdlePool('render', { dedicated: 2 });
    await system.account.deallocate('render', node?.id ?? '');
    await enforce(2, 'observe');
    expect(await health()).toMatchObject({ status: 200, body: { status: 'pass' } });
  });

  it('warns of a pool that is left alone because a document cannot be read', async () => {
    await system.account.createIdlePool('render', { dedicated: 2 });
    await enforce(5);
    const broken = { kind: 'schedules', id: 'always', text: '{', actor: 'me' } as const;
    await system.ports.documents.put(broken, 'any');
    expect(await health()).toMatchObject({
      status: 200,
      body: {
        status: 'warn',
        output: '1 pool warns',
        checks: {
          'pool:render': [
            {
              status: 'warn',
              output: expect.stringMatching(/^2 ready, the pool is left alone: the schedule "always"/),
            },
          ],
        },
      },
    });
  });

  it('is not known of an account that is not configured', async () => {
    expect(await health('nobody')).toMatchObject({ status: 404, body: { code: 'AccountNotFound' } });
  });
});

describe('the metrics', () => {
  it('are OpenMetrics with the nodes of each pool, and go on where an account is away', async () => {
    await system.account.createIdlePool('render', { dedicated: 2 });
    await enforce(1);
    await system.ports.ticks.record({ at: minutesBefore(NOON, 1), pools: 1, due: 1, problems: [] });
    const { status, headers, body } = await call(getMetrics, system.ports);
    expect([status, headers.get('content-type')]).toEqual([
      200,
      'application/openmetrics-text; version=1.0.0; charset=utf-8',
    ]);
    expect(String(body).endsWith('# EOF\n')).toBe(true);
    for (const line of [
      'lamplighter_pool_nodes{account="demo",pool="render",state="idle"} 2',
      'lamplighter_pool_ready_nodes{account="demo",pool="render"} 2',
      'lamplighter_pool_requested_nodes{account="demo",pool="render"} 1',
      'lamplighter_pool_enforced{account="demo",pool="render"} 1',
      'lamplighter_account_reachable{account="demo"} 1',
    ])
      expect(String(body)).toContain(`${line}\n`);

    await system.account.control('POST', 'faults', { effect: 'refuse', code: 'ServerBusy', times: 1000 });
    expect(String((await call(getMetrics, system.ports)).body)).toContain('account_reachable{account="demo"} 0\n');
  });
});

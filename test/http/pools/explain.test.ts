import { beforeEach, describe, expect, it } from 'vitest';
import { saveDocument } from '../../../src/app/documents/save-document.ts';
import { putOverride } from '../../../src/app/pools/overrides.ts';
import { RULE_NAMES } from '../../../src/core/plan/rules.ts';
import { explainPool } from '../../../src/http/pools/explain.ts';
import { call } from '../../support/http-call.ts';
import { TestSystem } from '../../support/test-system.ts';

const system = TestSystem.forEachTest();

const OFFICE = {
  id: 'office',
  timeZone: 'Etc/UTC',
  windows: [
    { name: 'weekdays', days: ['MON-FRI'], from: '08:00', to: '18:00', capacity: { min: 1 } },
    { name: 'lunch', days: ['MON-FRI'], from: '12:00', to: '13:00', capacity: { min: 0 }, priority: -1 },
  ],
  exceptions: [{ date: '2026-03-03', name: 'holiday', capacity: { max: 0 } }],
  outside: { max: 0 },
};

async function save(kind: 'schedules' | 'policies', value: { readonly id: string }): Promise<void> {
  await saveDocument(system.ports, { kind, id: value.id, value, actor: 'test', expected: undefined });
}

async function explain(query: Readonly<Record<string, string>> = {}, pool = 'render') {
  return call(explainPool, system.ports, { params: { account: 'demo', pool }, query });
}

describe('GET accounts/{account}/pools/{pool}/explain', () => {
  beforeEach(async () => {
    await save('schedules', OFFICE);
    await save('policies', {
      id: 'render',
      pools: ['render'],
      mode: 'enforce',
      schedules: ['office'],
      idle: { timeout: 'PT2M' },
      canary: { share: '100%' },
    } as never);
    await system.account.createIdlePool('render', { dedicated: 2 });
  });

  it('gives the requests that won and lost, the decision for each node with its facts, and the next change', async () => {
    const { status, body } = await explain();
    expect(status).toBe(200);
    expect(body).toMatchObject({
      account: 'demo',
      pool: 'render',
      at: '2026-03-02T12:04:00Z',
      policy: { id: expect.stringMatching(/^render@/), mode: 'enforce', because: 'the pattern "render"' },
      leftAlone: null,
      target: {
        min: 1,
        max: null,
        minBecause: '1 must be ready (window "weekdays" of office)',
        maxBecause: 'any number may be allocated (window "weekdays" of office)',
      },
      // At 13:00 the window that does not count closes: nothing changes.
      nextChange: '2026-03-02T18:00:00Z',
    });
    expect(body.requests).toEqual([
      { request: 'window "weekdays" of office', min: '1', max: null, priority: 0, counts: true, why: 'it counts' },
      {
        request: 'window "lunch" of office',
        min: '0',
        max: null,
        priority: -1,
        counts: false,
        why: 'its priority -1 is lower than 0',
      },
      {
        request: 'outside the windows of office',
        min: '0',
        max: '0',
        priority: 0,
        counts: false,
        why: 'something is open',
      },
    ]);
    expect(body.decisions).toHaveLength(2);
    expect(body.decisions[0].facts).toMatchObject({
      state: 'idle',
      runningTasks: 0,
      dedicated: true,
      schedulingEnabled: true,
    });
  });

  it('says of every rule what it says and why it won or lost', async () => {
    const rulesOf = async () =>
      (await explain()).body.rules.map(({ rule, won, why }: { rule: string; won: boolean; why: string }) => [
        rule,
        won,
        why,
      ]);
    await system.account.advance('PT5M');
    const before = await rulesOf();
    expect(before.map(([rule]: readonly string[]) => rule)).toEqual(RULE_NAMES);
    expect(before).toEqual(
      expect.arrayContaining([
        ['override', false, 'nobody has put one'],
        ['maintenance', false, 'there is nothing to do'],
        ['schedule', true, '1 must be ready (window "weekdays" of office)'],
        ['demand', false, 'the 1 node that must be ready anyway is enough'],
        ['idle', true, 'nothing above needs these nodes'],
        ['budget', false, 'no act waits for it'],
      ]),
    );
    const value = { capacity: { min: 2 }, until: '2026-03-02T14:00:00Z', note: 'a demonstration' };
    await putOverride(system.ports, { pool: { account: 'demo', poolId: 'render' }, value, actor: 'ann' });
    expect(await rulesOf()).toEqual(
      expect.arrayContaining([
        ['override', true, 'it overrides the schedules'],
        ['schedule', false, 'an override replaces it'],
        ['demand', false, 'the 2 nodes that must be ready anyway are enough'],
        ['idle', false, '2 must stay ready, 2 are'],
      ]),
    );
    const { body } = await explain();
    expect(body.requests[0]).toMatchObject({
      request: 'override by ann until 2026-03-02T14:00:00Z: a demonstration',
      counts: true,
    });
    expect(body.requests.slice(1).map(({ counts }: { counts: boolean }) => counts)).toEqual([false, false, false]);
  });

  it('says what would change what was decided, of the rules and of each node', async () => {
    const { body } = await explain();
    const byRule = body.rules.filter(({ won }: { won: boolean }) => won);
    for (const { wouldChange } of [...byRule, ...body.decisions])
      expect(wouldChange).toMatch(/^2026-03-02T18:00:00Z: from 0 ready|idle/);
    const lost = body.rules.filter(({ won }: { won: boolean }) => !won);
    expect(new Set(lost.map((rule: { wouldChange: unknown }) => rule.wouldChange))).toEqual(new Set([null]));
  });

  it('says what will be decided at another instant, if the nodes stay as they are', async () => {
    const evening = (await explain({ at: '2026-03-02T18:00:00Z' })).body;
    expect(evening.decisions.map(({ action, rule }: { action: string; rule: string }) => `${action} ${rule}`)).toEqual([
      'deallocate schedule',
      'deallocate schedule',
    ]);
    const holiday = (await explain({ at: '2026-03-03T10:00:00Z' })).body;
    expect(holiday.requests.map(({ request, why }: { request: string; why: string }) => `${request}: ${why}`)).toEqual([
      'exception "holiday" of office: it counts',
      'window "weekdays" of office: an exception overrides it',
      'outside the windows of office: something is open',
    ]);
  });

  it('decides as an evaluation at the same instant does', async () => {
    const { body } = await explain();
    const [node] = await system.account.nodes('render');
    const one = (await explain({ node: node?.id ?? '' })).body;
    expect(one.decisions).toEqual(body.decisions.filter((decision: { node: string }) => decision.node === node?.id));
  });

  it('says why a pool without a policy is left alone', async () => {
    await system.account.createIdlePool('other');
    expect((await explain({}, 'other')).body).toMatchObject({
      policy: null,
      leftAlone: 'no policy names the pool',
      rules: [{ rule: 'pool', says: 'no policy names the pool', won: true }],
      requests: [],
    });
  });

  it.each([
    [{ node: 'none' }, 'render', 404, 'NodeNotFound'],
    [{}, 'none', 404, 'PoolNotFound'],
    [{ at: 'soon' }, 'render', 400, 'InvalidRequest'],
    [{ when: 'now' }, 'render', 400, 'InvalidRequest'],
  ])('%j of %s is %i %s', async (query, pool, status, code) => {
    expect(await explain(query as never, pool)).toMatchObject({ status, body: { code } });
  });
});

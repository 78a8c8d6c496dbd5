import { beforeEach, describe, expect, it } from 'vitest';
import { saveDocument } from '../../../../src/app/documents/save-document.ts';
import { getOverride, putOverride } from '../../../../src/app/pools/overrides.ts';
import type { Ports } from '../../../../src/app/ports.ts';
import { receiveWebhook } from '../../../../src/http/webhooks/receive-webhook.ts';
import { type AlertName, anAlert } from '../../../support/an-alert.ts';
import { call } from '../../../support/http-call.ts';
import { TestSystem } from '../../../support/test-system.ts';

const system = TestSystem.forEachTest();
let ports: Ports;
beforeEach(async () => {
  await system.account.createPool('render', { dedicated: 0 });
  ports = system.ports;
});

const RENDER = { account: 'demo', poolId: 'render' };
const POOL = { account: 'demo', pool: 'render' };
const CONDITION = 'data.essentials.monitorCondition';
const QUEUE = { 'data.essentials.alertRule': 'queue-*' };

const FIRED = {
  id: 'queue-is-long',
  source: 'azure-monitor',
  match: { ...QUEUE, [CONDITION]: 'Fired' },
  act: { override: { ...POOL, capacity: { min: 4 }, until: 'PT4H', note: '{{data.essentials.alertRule}}' } },
};
const RESOLVED = {
  id: 'queue-is-short',
  source: 'azure-monitor',
  match: { ...QUEUE, [CONDITION]: 'Resolved' },
  act: { endOverride: { ...POOL, putBy: 'queue-is-long' } },
};

interface Rule extends Readonly<Record<string, unknown>> {
  readonly id: string;
}

async function save(...rules: readonly Rule[]): Promise<void> {
  for (const value of rules) {
    await saveDocument(ports, { kind: 'rules', id: value.id, value, actor: 'test', expected: undefined });
  }
}

function post(body: unknown, { headers = {}, query = {} }: { headers?: object; query?: Record<string, string> } = {}) {
  return call(receiveWebhook, ports, {
    method: 'POST',
    params: { source: 'azure-monitor' },
    headers: { 'content-type': 'application/json; charset=utf-8', ...headers },
    query,
    body,
  });
}

/** An alert with other essentials; `undefined` takes one away. */
function altered(name: AlertName, essentials: object): unknown {
  const alert = JSON.parse(anAlert(name));
  return { ...alert, data: { ...alert.data, essentials: { ...alert.data.essentials, ...essentials } } };
}

function faultPaths({ body }: { readonly body: { readonly errors: readonly { readonly path: string }[] } }) {
  return body.errors.map(({ path }) => path);
}

describe('an alert', () => {
  it('that fires overrides the pool, and that is resolved takes the override back', async () => {
    await save(FIRED, RESOLVED);
    const fired = await post(anAlert('metric-fired'));
    expect(fired).toMatchObject({
      status: 200,
      body: { status: 'applied', events: [{ rules: [{ act: 'override' }] }] },
    });
    expect(await getOverride(ports, RENDER)).toEqual({
      capacity: { min: 4 },
      nodes: { on: [], off: [] },
      from: '2026-03-02T12:00:00Z',
      until: '2026-03-02T16:00:00Z',
      note: 'queue-is-long',
      actor: 'webhook:azure-monitor',
      origin: { rule: 'queue-is-long', correlation: fired.body.events[0].rules[0].correlation },
    });
    const resolved = await post(anAlert('metric-resolved'));
    expect(resolved.body.events[0].rules).toMatchObject([{ rule: 'queue-is-short', outcome: 'applied' }]);
    await expect(getOverride(ports, RENDER)).rejects.toMatchObject({ code: 'OverrideNotFound' });
    const { records } = await ports.audit.page({ account: 'demo', pool: 'render', limit: 9 });
    expect(records.map(({ action, actor }) => [action, actor])).toEqual([
      ['override.delete', 'webhook:azure-monitor'],
      ['override', 'webhook:azure-monitor'],
    ]);
  });

  it('leaves alone what a person has said in place of a rule', async () => {
    await save(FIRED, RESOLVED);
    await post(anAlert('metric-fired'));
    const value = { capacity: { min: 9 }, until: '2026-03-03T12:00:00Z' };
    await putOverride(ports, { pool: RENDER, value, actor: 'ann' });
    const resolved = await post(anAlert('metric-resolved'));
    expect(resolved.body.events[0].rules).toMatchObject([
      { outcome: 'unneeded', reason: "the pool 'render' has no override by the rule 'queue-is-long'" },
    ]);
    expect(await getOverride(ports, RENDER)).toMatchObject({ actor: 'ann' });
  });

  it('is one event when it fires, one when it is resolved, and another when it fires again', async () => {
    const events = [
      anAlert('metric-fired'),
      anAlert('metric-resolved'),
      altered('metric-fired', { firedDateTime: '2026-03-03T11:58:24Z' }),
    ];
    for (const event of events) expect((await post(event)).body.status).toBe('ignored');
    for (const event of events) expect((await post(event)).body.status).toBe('duplicate');
  });

  it.each<AlertName>(['metric-fired', 'metric-resolved', 'log-fired', 'activity-log-fired', 'resource-health-fired'])(
    'is read as Microsoft prints it: %s',
    async (name) => {
      const { alertRule } = JSON.parse(anAlert(name)).data.essentials;
      await save({ ...FIRED, match: { 'data.essentials.alertRule': alertRule }, act: RESOLVED.act });
      expect(await post(anAlert(name))).toMatchObject({ status: 200, body: { status: 'applied' } });
    },
  );

  it('is asked for by what is deep in it', async () => {
    const match = {
      'data.alertContext.condition.allOf.0.dimensions.0.value': 'render',
      'data.alertContext.condition.allOf.0.metricValue': { gte: 25 },
      'data.essentials.alertTargetIDs': '*/batchAccounts/demo',
    };
    await save({ ...FIRED, match });
    expect((await post(anAlert('metric-resolved'))).body.status).toBe('ignored');
    expect((await post(anAlert('log-fired'))).body.status).toBe('applied');
  });

  it('may be an alert of a budget, which has neither rule nor condition (cost-budget-alert)', async () => {
    const match = { 'data.alertContext.AlertData.BudgetName': 'nightly' };
    const override = { ...FIRED.act.override, note: '{{data.essentials.description}}' };
    await save({ ...FIRED, match, act: { override } });
    expect((await post(anAlert('cost-budget'))).body.status).toBe('applied');
    expect((await post(anAlert('cost-budget'))).body.status).toBe('duplicate');
  });

  it.each<[string, unknown, readonly string[]]>([
    [
      'an alert of the old schema',
      { schemaId: 'AzureMonitorMetricAlert', data: { status: 'Activated' } },
      ['$.schemaId', '$.data.essentials'],
    ],
    ['no object', [], ['$']],
    [
      'another condition',
      altered('metric-fired', { monitorCondition: 'Activated' }),
      ['$.data.essentials.monitorCondition'],
    ],
    [
      'several faults',
      altered('metric-fired', { alertId: 5, alertRule: '', firedDateTime: undefined }),
      ['$.data.essentials.alertId', '$.data.essentials.alertRule', '$.data.essentials.firedDateTime'],
    ],
  ])('is refused where it is %s', async (_, body, paths) => {
    const answer = await post(body);
    expect(answer).toMatchObject({ status: 400, body: { code: 'InvalidRequest' } });
    expect(faultPaths(answer)).toEqual(paths);
    expect((await ports.audit.page({ limit: 9 })).records).toMatchObject([
      { action: 'webhook.refused', actor: 'webhook:azure-monitor', reason: 'InvalidRequest' },
    ]);
  });
});

describe('a source that cannot sign', () => {
  const SECRET = 'a-long-text-of-ours';
  beforeEach(() => {
    ports = system.compose({ WEBHOOK_SECRETS: JSON.stringify({ 'azure-monitor': ['another-text-of-ours', SECRET] }) });
  });

  it('sends its secret along, in a header or in the address', async () => {
    expect((await post(anAlert('metric-fired'), { headers: { 'x-webhook-secret': SECRET } })).status).toBe(200);
    expect((await post(anAlert('metric-resolved'), { query: { secret: SECRET, code: 'key' } })).status).toBe(200);
  });

  it.each([
    ['none', {}],
    ['a wrong one', { 'x-webhook-secret': 'a-long-text-of-them' }],
    ['some of it', { 'x-webhook-secret': SECRET.slice(0, -1) }],
  ])('is refused with %s', async (_, headers) => {
    const answer = await post(anAlert('metric-fired'), { headers });
    expect(answer).toMatchObject({ status: 401, body: { code: 'SignatureInvalid' } });
    expect((await ports.audit.page({ limit: 9 })).records).toMatchObject([{ reason: 'secret-wrong' }]);
  });
});

import { describe, expect, it } from 'vitest';
import { sweepCreations } from '../../../src/app/pool-check/sweep-creations.ts';
import { checkPool, putPool } from '../../../src/http/pools/pool-creation.ts';
import type { AuditTrail } from '../../../src/ports/audit.ts';
import { call } from '../../support/http-call.ts';
import {
  type Body,
  HEALTH,
  LINUX,
  printed,
  START_DEALLOCATE,
  UPGRADE,
  UPGRADE_AS_PRINTED,
  WINDOWS,
  withMember,
} from '../../support/pool-bodies.ts';
import { TestSystem } from '../../support/test-system.ts';

const system = TestSystem.forEachTest();

const JSON_BODY = { 'content-type': 'application/json' };
const EXTENSIONS = 'properties.deploymentConfiguration.virtualMachineConfiguration.extensions';
const NAMED = { account: 'demo', pool: 'test1' };

function put(body: Body, params: Readonly<Record<string, string>> = NAMED) {
  return call(putPool, system.ports, { method: 'PUT', headers: JSON_BODY, params, body });
}

function check(body: Body, query: Readonly<Record<string, string>> = {}) {
  return call(checkPool, system.ports, { method: 'POST', headers: JSON_BODY, query, body });
}

/** The pool as the management plane shows it to anybody. */
async function shown(pool = 'test1'): Promise<Body> {
  const { status, body } = await system.account.call<Body>('GET', `${system.account.resourceId}/pools/${pool}`);
  return status === 404 ? undefined : body;
}

async function creations(): Promise<number> {
  const { length } = (await system.account.journal()).filter(
    (entry) => entry.kind === 'request' && entry.operation === 'Pool_Create',
  );
  return length;
}

async function history() {
  const { records } = await system.ports.audit.page({ action: 'pool.create', limit: 10 });
  return records.toReversed().map(({ phase, outcome, subject }) => [phase, outcome, subject.pool]);
}

/** Writes so many times, and never again: as of a process that has ended. */
function dieAfter(times: number, append: AuditTrail['append']): AuditTrail['append'] {
  let left = times;
  return (entries) => {
    left -= 1;
    return left < 0 ? Promise.reject(new Error('the process has ended')) : append(entries);
  };
}

function withoutSecrets(extensions: Body): Body {
  return extensions?.map(({ protectedSettings: _, ...rest }: Body) => rest);
}

describe('PUT of a pool', () => {
  it.each([
    ['start and deallocate, without an identity', START_DEALLOCATE, START_DEALLOCATE],
    ['Key Vault on Linux', LINUX, LINUX],
    ['Key Vault on Windows', WINDOWS, WINDOWS],
    ['Auto OS Upgrade', UPGRADE, UPGRADE],
    ['Auto OS Upgrade as it is printed', UPGRADE_AS_PRINTED, UPGRADE],
    ['Application Health', HEALTH, HEALTH],
  ])('creates that of the documents and changes nothing in it: %s', async (_, body, meant) => {
    const answer = await put(body);
    expect(answer.status).toBe(201);
    expect(answer.headers.get('location')).toBe('/api/accounts/demo/pools/test1');
    const pool = await shown();
    expect(answer.body).toEqual({
      pool,
      findings: (await check(body)).body.findings,
      correlation: expect.stringMatching(/^[0-9a-f-]{36}$/),
    });
    const { properties, identity } = meant;
    const machines = pool.properties.deploymentConfiguration.virtualMachineConfiguration;
    const wanted = properties.deploymentConfiguration.virtualMachineConfiguration;
    expect(pool.identity).toEqual(identity);
    expect(pool.properties.upgradePolicy).toEqual(properties.upgradePolicy);
    expect(machines).toEqual({
      ...wanted,
      ...(wanted.extensions && { extensions: withoutSecrets(wanted.extensions) }),
    });
    expect(pool.properties.scaleSettings).toEqual(properties.scaleSettings);
    await system.account.advance('PT30M');
    expect(await system.account.states('test1')).toHaveLength(properties.scaleSettings.fixedScale.targetDedicatedNodes);
  });

  it('sends what nobody knows yet, and the protected settings', async () => {
    const body = withMember(
      withMember(LINUX, `${EXTENSIONS}.0.protectedSettings`, { key: 'c2VjcmV0' }),
      'properties.x',
      1,
    );
    expect((await put(body)).status).toBe(201);
    const kept = JSON.stringify(await system.account.control('GET', 'state'));
    expect(kept).toContain('"x":1');
    expect(kept).toContain('"protectedSettings":{"key":"c2VjcmV0"}');
    expect(JSON.stringify((await system.ports.audit.page({ limit: 10 })).records)).not.toContain('c2VjcmV0');
  });

  it('has an intent before and an outcome after it', async () => {
    const { correlation } = (await put(LINUX)).body;
    const { records } = await system.ports.audit.page({ correlation, limit: 10 });
    expect(records).toMatchObject([
      { action: 'pool.create', phase: 'outcome', outcome: 'accepted', actor: 'http:function-key' },
      {
        action: 'pool.create',
        phase: 'intent',
        subject: { account: 'demo', pool: 'test1' },
        after: {
          vmSize: 'STANDARD_DS2_V2',
          extensions: [{ name: 'secretext', kind: 'microsoft.azure.keyvault/keyvaultforlinux' }],
        },
      },
    ]);
    expect(records[0]?.intent).toBe(`${records[1]?.chain}/${records[1]?.number}`);
  });

  it('is recorded also if its body is almost as long as is accepted', async () => {
    const formula = 'x'.repeat(900_000);
    const body = withMember(LINUX, 'properties.scaleSettings', { autoScale: { formula } });
    expect((await put(body)).status).toBe(201);
    const { records } = await system.ports.audit.page({ action: 'pool.create', limit: 10 });
    expect(records).toMatchObject([
      { outcome: 'accepted' },
      { after: { shortened: { characters: expect.any(Number) } } },
    ]);
  });

  it.each([
    [
      'a reserved extension',
      withMember(LINUX, `${EXTENSIONS}.0.type`, 'CustomScript'),
      `$.${EXTENSIONS}[0].type`.replace('.[', '['),
    ],
    ['another name than the address', withMember(LINUX, 'name', 'other'), '$.name'],
    [
      'an address without a member name',
      printed('key-vault-windows-as-printed.txt'),
      `$.${EXTENSIONS}[0].settings.secretsManagementSettings.observedCertificates[0]`,
    ],
    ['nothing but a comment', '// nothing', '$'],
  ])('is refused with %s, with every finding and nothing created', async (_, body, path) => {
    const answer = await put(body);
    expect(answer).toMatchObject({ status: 400, body: { code: 'InvalidPool' } });
    const errors = answer.body.findings.filter(({ severity }: Body) => severity === 'error');
    expect(answer.body.errors).toEqual(errors.map(({ path: at, message }: Body) => ({ path: at, message })));
    expect(answer.body.errors.map((error: Body) => error.path)).toEqual([path]);
    expect(await shown()).toBeUndefined();
    expect(await creations()).toBe(0);
    expect(await history()).toEqual([]);
  });

  it('names the first twenty faults of a kind in the text, and counts the rest', async () => {
    const answer = await check(`{"properties":{"metadata":[${Array(5_000).fill('[1,]').join()}]}}`);
    const findings: readonly { readonly rule: string; readonly message: string }[] = answer.body.findings;
    const named = findings.filter(({ rule }) => rule === 'json-trailing-comma');
    expect(named).toHaveLength(20);
    expect(named.at(-1)?.message).toContain('and 4980 more after it');
  });

  it('is taken with comments and trailing commas, which are named', async () => {
    const text = JSON.stringify(LINUX, undefined, 2).replace('"Pack"', '"Pack", // fill one first');
    const answer = await put(text);
    expect(answer.status).toBe(201);
    expect(answer.body.findings.slice(0, 2)).toMatchObject([
      { rule: 'json-comment', severity: 'warning', line: 7, column: 31 },
      { rule: 'json-trailing-comma', severity: 'warning', line: 8 },
    ]);
  });

  it('leaves a pool alone that is there already, and says what to do instead', async () => {
    await put(LINUX);
    const before = await shown();
    const more = withMember(
      LINUX,
      `${EXTENSIONS}.1`,
      HEALTH.properties.deploymentConfiguration.virtualMachineConfiguration.extensions[0],
    );
    const answer = await put(more);
    expect(answer).toMatchObject({
      status: 409,
      body: { code: 'PoolExists', findings: [{ rule: 'existing-extension-added' }] },
    });
    expect(answer.body.detail).toContain('Extensions cannot be added to an existing pool');
    expect(answer.body.detail).toContain('under another name');
    expect(await put(LINUX)).toMatchObject({ status: 409, body: { code: 'PoolExists' } });
    expect(await shown()).toEqual(before);
    expect(await creations()).toBe(1);
  });

  it('does not overwrite one that somebody else has made meanwhile', async () => {
    const { findPoolResource } = system.ports.batch;
    const blind = {
      ...system.ports,
      batch: { ...system.ports.batch, findPoolResource: () => Promise.resolve(undefined) },
    };
    await put(LINUX);
    const before = await findPoolResource({ account: 'demo', poolId: 'test1' });
    const answer = await call(putPool, blind, { method: 'PUT', headers: JSON_BODY, params: NAMED, body: WINDOWS });
    expect(answer).toMatchObject({ status: 409, body: { code: 'PoolExists' } });
    expect(await shown()).toEqual(before);
    expect(await history()).toEqual([
      ['intent', undefined, 'test1'],
      ['outcome', 'accepted', 'test1'],
      ['intent', undefined, 'test1'],
      ['outcome', 'refused', 'test1'],
    ]);
  });

  it.each([
    ['an answer that was lost', { effect: 'lose-answer' }],
    ['a 500 after it took effect', { effect: 'fail-after', code: 'InternalError' }],
  ])('reads the pool after %s, and does not ask again', async (_, fault) => {
    await system.account.control('POST', 'faults', { ...fault, operation: 'Pool_Create', times: 1 });
    const answer = await put(LINUX);
    expect(answer.status).toBe(201);
    expect(answer.body.pool).toEqual(await shown());
    expect(await creations()).toBe(1);
    expect(await history()).toEqual([
      ['intent', undefined, 'test1'],
      ['outcome', 'accepted', 'test1'],
    ]);
  });

  it('counts as its own a pool that its repeated request finds', async () => {
    const busy = { effect: 'fail-after', code: 'ServerBusy', retryAfter: 0 };
    await system.account.control('POST', 'faults', { ...busy, operation: 'Pool_Create', times: 1 });
    const answer = await put(LINUX);
    expect(answer.status).toBe(201);
    expect(answer.body.pool).toEqual(await shown());
    expect(await creations()).toBe(2);
    expect(await history()).toEqual([
      ['intent', undefined, 'test1'],
      ['outcome', 'accepted', 'test1'],
    ]);
  });

  it.each([
    ['took effect', 'fail-after', 201, 'accepted'],
    ['did not', 'refuse', 503, 'failed'],
  ])('reads the pool after a 503 that is not repeated and %s', async (_, effect, status, outcome) => {
    const busy = { effect, code: 'ServerBusy', retryAfter: 60 };
    await system.account.control('POST', 'faults', { ...busy, operation: 'Pool_Create', times: 1 });
    expect((await put(LINUX)).status).toBe(status);
    expect(await creations()).toBe(1);
    expect(await history()).toEqual([
      ['intent', undefined, 'test1'],
      ['outcome', outcome, 'test1'],
    ]);
  });

  it('counts as its own a pool that came of an attempt before it was throttled', async () => {
    const faults = [
      { effect: 'fail-after', code: 'ServerBusy', retryAfter: 0 },
      { effect: 'refuse', code: 'TooManyRequests', retryAfter: 60 },
    ];
    for (const fault of faults)
      await system.account.control('POST', 'faults', { ...fault, operation: 'Pool_Create', times: 1 });
    expect((await put(LINUX)).status).toBe(201);
    expect(await history()).toEqual([
      ['intent', undefined, 'test1'],
      ['outcome', 'accepted', 'test1'],
    ]);
  });

  it('says that it does not know where the pool is not there after a 500', async () => {
    await system.account.control('POST', 'faults', {
      effect: 'refuse',
      code: 'InternalError',
      operation: 'Pool_Create',
      times: 1,
    });
    expect(await put(LINUX)).toMatchObject({ status: 503, body: { code: 'BatchUnavailable' } });
    expect(await creations()).toBe(1);
    expect(await history()).toEqual([
      ['intent', undefined, 'test1'],
      ['outcome', 'unknown', 'test1'],
    ]);
    expect((await put(LINUX)).status).toBe(201);
  });

  it('is closed by the sweep if its process ended between intent and outcome', async () => {
    const { batch, audit } = system.ports;
    const unnamed = withMember(LINUX, 'name', undefined);
    const ending = () => ({ ...system.ports, audit: { ...audit, append: dieAfter(1, audit.append) } });
    // The process ends between the answer and the record of it.
    await call(putPool, ending(), { method: 'PUT', headers: JSON_BODY, params: NAMED, body: LINUX });
    const silent = { ...ending(), batch: { ...batch, createPool: () => Promise.reject(new Error('ended')) } };
    const other = { account: 'demo', pool: 'other' };
    await call(putPool, silent, { method: 'PUT', headers: JSON_BODY, params: other, body: unnamed });
    const whole = { account: 'demo', pool: 'whole' };
    expect((await put(unnamed, whole)).status).toBe(201);
    const pools = ['test1', 'other', 'whole'];
    const of = async (pool: string) => (await history()).filter(([, , subject]) => subject === pool);
    const later = (minutes: number) => ({
      ...system.compose(),
      wallClock: { now: async () => (await system.ports.wallClock.now()).add({ minutes }) },
    });
    // It may still be in progress.
    expect(await sweepCreations(later(9))).toEqual({ closed: 0, problems: [] });
    expect(await sweepCreations(later(11))).toEqual({ closed: 2, problems: [] });
    expect(await sweepCreations(later(12))).toEqual({ closed: 0, problems: [] });
    expect(await Promise.all(pools.map(of))).toEqual([
      [
        ['intent', undefined, 'test1'],
        ['outcome', 'accepted', 'test1'],
      ],
      [
        ['intent', undefined, 'other'],
        ['outcome', 'unknown', 'other'],
      ],
      [
        ['intent', undefined, 'whole'],
        ['outcome', 'accepted', 'whole'],
      ],
    ]);
    expect(await system.ports.openCreations.list()).toEqual({ creations: [], problems: [] });
  });

  it('stays open where the pool cannot be read, until it can', async () => {
    const { audit } = system.ports;
    const ending = { ...system.ports, audit: { ...audit, append: dieAfter(1, audit.append) } };
    await call(putPool, ending, { method: 'PUT', headers: JSON_BODY, params: NAMED, body: LINUX });
    const wallClock = { now: async () => (await system.ports.wallClock.now()).add({ minutes: 11 }) };
    const findPoolResource = () => Promise.reject(new Error('Azure is down'));
    const blind = { ...system.ports, wallClock, batch: { ...system.ports.batch, findPoolResource } };
    const problems = [expect.stringMatching(/^The creation .* of the pool demo\/test1 .*Azure is down/)];
    expect(await sweepCreations(blind)).toEqual({ closed: 0, problems });
    const without = { ...system.ports, wallClock, batch: { ...system.ports.batch, accounts: [] } };
    expect(await sweepCreations(without)).toEqual({ closed: 1, problems: [] });
    expect((await history()).at(-1)).toEqual(['outcome', 'unknown', 'test1']);
  });

  it('is closed by the sweep beside a row that cannot be read, which is told', async () => {
    const { audit } = system.ports;
    const ending = { ...system.ports, audit: { ...audit, append: dieAfter(1, audit.append) } };
    await call(putPool, ending, { method: 'PUT', headers: JSON_BODY, params: NAMED, body: LINUX });
    const broken = { partitionKey: 'creation|', rowKey: '0', account: 'demo', poolId: 'first', begunAt: 'never' };
    await system.storage.table('Overrides').upsertEntity(broken, 'Replace');
    const wallClock = { now: async () => (await system.ports.wallClock.now()).add({ minutes: 11 }) };
    expect(await sweepCreations({ ...system.ports, wallClock })).toEqual({
      closed: 1,
      problems: [expect.stringContaining('in the row 0 of the partition creation|')],
    });
  });

  it('has no outcome that says it failed where only the record of its success did', async () => {
    const { audit } = system.ports;
    let appends = 0;
    const append: AuditTrail['append'] = (entries) => {
      appends += 1;
      return appends === 2 ? Promise.reject(new Error('the storage is down')) : audit.append(entries);
    };
    const ports = { ...system.ports, audit: { ...audit, append } };
    await call(putPool, ports, { method: 'PUT', headers: JSON_BODY, params: NAMED, body: LINUX });
    expect(await history()).toEqual([['intent', undefined, 'test1']]);
  });

  it('asks again where the service was too busy to take it', async () => {
    await system.account.control('POST', 'faults', {
      effect: 'refuse',
      code: 'ServerBusy',
      retryAfter: 0,
      operation: 'Pool_Create',
      times: 1,
    });
    expect((await put(LINUX)).status).toBe(201);
  });

  it('repeats what Azure says of a body that it does not take', async () => {
    const body = withMember(LINUX, 'properties.startTask', { commandLine: 'a', maxTaskRetryCount: 'often' });
    const answer = await put(body);
    expect(answer).toMatchObject({ status: 400, body: { code: 'InvalidPool', errors: [{ path: '$' }] } });
    expect(answer.body.detail).toContain('Azure answered 400');
    expect(await history()).toEqual([
      ['intent', undefined, 'test1'],
      ['outcome', 'refused', 'test1'],
    ]);
  });

  it('needs an account that is managed and has a resource id', async () => {
    expect(await put(LINUX, { ...NAMED, account: 'nobody' })).toMatchObject({ body: { code: 'AccountNotFound' } });
    const ports = system.compose({ BATCH_ACCOUNTS: JSON.stringify([{ name: 'demo', endpoint: system.account.url }]) });
    const answer = await call(putPool, ports, { method: 'PUT', headers: JSON_BODY, params: NAMED, body: LINUX });
    expect(answer).toMatchObject({ status: 503, body: { code: 'Misconfigured' } });
    expect(answer.body.detail).toContain('"resourceId"');
    expect(await history()).toEqual([]);
  });

  it('asks by the version of the settings, and says if it is too old', async () => {
    const ports = system.compose({ ARM_API_VERSION: '2023-11-01' });
    const answer = await call(putPool, ports, { method: 'PUT', headers: JSON_BODY, params: NAMED, body: UPGRADE });
    expect(answer).toMatchObject({ status: 400, body: { errors: [{ path: '$.properties.upgradePolicy' }] } });
    expect((await call(putPool, ports, { method: 'PUT', headers: JSON_BODY, params: NAMED, body: LINUX })).status).toBe(
      201,
    );
  });
});

describe('POST of a pool to be checked', () => {
  it('says what it finds and creates nothing', async () => {
    expect(await check(UPGRADE)).toMatchObject({ status: 200, body: { ok: true } });
    const { body } = await check(
      withMember(UPGRADE, 'properties.upgradePolicy.rollingUpgradePolicy.maxBatchInstancePercent', 4),
    );
    expect(body).toMatchObject({
      ok: false,
      findings: [
        {
          severity: 'error',
          path: '$.properties.upgradePolicy.rollingUpgradePolicy.maxBatchInstancePercent',
          rule: 'upgrade-percent',
          source: expect.stringMatching(/^https:/),
        },
        ...(await check(UPGRADE)).body.findings,
      ],
    });
    expect(await check('{"properties":')).toMatchObject({
      status: 200,
      body: { ok: false, findings: [{ rule: 'json' }] },
    });
    expect(await creations()).toBe(0);
  });

  it('asks by another version', async () => {
    const rules = async (apiVersion: string) =>
      (await check(UPGRADE, { apiVersion })).body.findings.map(({ rule }: Body) => rule);
    expect(await rules('2023-11-01')).toContain('upgrade-policy-api-version');
    expect(await rules('2025-06-01')).not.toContain('upgrade-policy-api-version');
  });

  it('compares with a pool that is there already', async () => {
    await put(LINUX);
    const existing = 'demo/test1';
    expect((await check(LINUX, { existing })).body).toMatchObject({ ok: true });
    const changed = withMember(LINUX, `${EXTENSIONS}.0.settings.secretsManagementSettings.pollingIntervalInS`, '60');
    const { body } = await check(withMember(changed, `${EXTENSIONS}.0.name`, 'SecretExt'), { existing });
    expect(body).toMatchObject({
      ok: false,
      findings: [{ rule: 'existing-extension-changed', path: `$.${EXTENSIONS}[0].settings` }, {}],
    });
    expect(body.findings[0].message).toContain('under another name');
    expect(await check(LINUX, { existing: 'demo/none' })).toMatchObject({
      status: 404,
      body: { code: 'PoolNotFound' },
    });
  });

  it.each([
    [{ apiVersion: '2024-07-01.20.0' }, 'apiVersion'],
    [{ existing: 'test1' }, 'existing'],
    [{ pool: 'test1' }, 'pool'],
  ])('refuses %j', async (query, path) => {
    expect(await check(LINUX, query as unknown as Record<string, string>)).toMatchObject({
      status: 400,
      body: { code: 'InvalidRequest', errors: [{ path }] },
    });
  });

  it('takes a body that is too deep for no body', async () => {
    expect((await check('['.repeat(500_000))).body).toMatchObject({ ok: false, findings: [{ rule: 'json' }] });
  });
});

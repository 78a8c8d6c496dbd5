import { beforeAll, describe, expect, it } from 'vitest';
import type { Ports } from '../../../src/app/ports.ts';
import { listAccounts } from '../../../src/http/accounts.ts';
import { reaches, toScopedRole } from '../../../src/http/caller/scoped-role.ts';
import { OPERATIONS } from '../../../src/http/operations.ts';
import { listPools } from '../../../src/http/pools/pools.ts';
import type { Operation } from '../../../src/http/serving/operation.ts';
import { type BareHandler, call } from '../../support/http-call.ts';
import { TestSystem } from '../../support/test-system.ts';

describe('a role with a scope', () => {
  it.each<readonly [string, ReturnType<typeof toScopedRole>]>([
    ['Operator', { role: 'Operator', account: '*', pool: '*' }],
    ['Reader:demo', { role: 'Reader', account: 'demo', pool: '*' }],
    ['Operator:demo/team-*', { role: 'Operator', account: 'demo', pool: 'team-*' }],
    ['Operator:*/team-*', { role: 'Operator', account: '*', pool: 'team-*' }],
    ['operator:demo', undefined],
    ['Operator:', undefined],
    ['Operator:demo/', undefined],
    ['Operator:demo/a/b', undefined],
    ['Operator:demo:x', undefined],
    ['Admin:demo', undefined],
  ])('%s', (value, role) => {
    expect(toScopedRole(value)).toEqual(role);
  });

  it.each([
    ['Operator:demo/team-*', 'demo', 'team-a', true],
    // Batch does not tell names apart by the size of their letters.
    ['Operator:demo/team-*', 'demo', 'TEAM-A', true],
    ['Operator:demo/team-*', 'demo', 'other', false],
    ['Operator:demo/team-*', 'other', 'team-a', false],
    ['Operator:demo/team-*', 'demo', undefined, false],
    ['Operator:demo', 'demo', undefined, true],
    ['Operator:demo', undefined, undefined, false],
    ['Operator:*/team-*', undefined, undefined, false],
    ['Operator', undefined, undefined, true],
  ])('%s reaches %s/%s: %s', (value, account, pool, expected) => {
    const role = toScopedRole(value);
    expect(role !== undefined && reaches(role, { account, pool })).toBe(expected);
  });
});

describe('every operation', () => {
  const system = TestSystem.forAllTests();
  let on: Ports;
  beforeAll(async () => {
    on = system.compose({ WEBSITE_AUTH_ENABLED: 'True' });
  });

  /** Lets everybody in whom the roles let in. */
  const LET_IN: BareHandler = async () => ({ status: 204 });

  /** Is somebody with a role let in to an operation on a pool? */
  async function isLetIn(
    { access, inParts }: Operation,
    role: string,
    params: Readonly<Record<string, string>>,
  ): Promise<boolean> {
    const claims = [
      { typ: 'preferred_username', val: 'anna@contoso.com' },
      { typ: 'roles', val: role },
    ];
    const principal = Buffer.from(JSON.stringify({ auth_typ: 'aad', role_typ: 'roles', claims })).toString('base64');
    const headers = { 'x-ms-client-principal': principal };
    const { status } = await call({ access, ...(inParts && { inParts }), handler: LET_IN }, on, { headers, params });
    if (status !== 204 && status !== 403) throw new Error(`The status is ${status}.`);
    return status === 204;
  }

  /** The parts of an address that an operation has, filled in. */
  function paramsOf({ route }: Operation, names: { account: string; pool: string }): Record<string, string> {
    return Object.fromEntries(Object.entries(names).filter(([name]) => route.includes(`{${name}}`)));
  }

  it.each(OPERATIONS.map((operation) => [operation.name, operation] as const))(
    '%s is open to a scoped role only where it is about a pool in the scope',
    async (_, operation) => {
      const { route, access, inParts = false } = operation;
      const asksForRole = access === 'read' || access === 'operate';
      const own = paramsOf(operation, { account: 'demo', pool: 'team-a' });
      const other = paramsOf(operation, { account: 'demo', pool: 'other' });
      expect(await isLetIn(operation, 'Operator:demo/team-*', own)).toBe(
        !asksForRole || inParts || route.includes('{pool}'),
      );
      expect(await isLetIn(operation, 'Operator:demo/team-*', other)).toBe(!asksForRole || inParts);
      expect(await isLetIn(operation, 'Operator:demo', own)).toBe(
        !asksForRole || inParts || route.includes('{account}'),
      );
      expect(await isLetIn(operation, 'Operator:elsewhere', own)).toBe(
        !asksForRole || (inParts && !route.includes('{account}')),
      );
      expect(await isLetIn(operation, 'Reader:demo/team-*', own)).toBe(
        !asksForRole || (access === 'read' && (inParts || route.includes('{pool}'))),
      );
      expect(await isLetIn(operation, 'Operator', own)).toBe(true);
    },
  );
});

describe('a list', () => {
  const system = TestSystem.forAllTests();
  let on: Ports;
  beforeAll(async () => {
    for (const id of ['team-a', 'team-b', 'other']) await system.account.createIdlePool(id, { dedicated: 1 });
    on = system.compose({ WEBSITE_AUTH_ENABLED: 'True' });
  });

  async function answer(operation: Operation, role: string, params = {}) {
    const claims = [
      { typ: 'preferred_username', val: 'anna@contoso.com' },
      { typ: 'roles', val: role },
    ];
    const principal = Buffer.from(JSON.stringify({ auth_typ: 'aad', role_typ: 'roles', claims })).toString('base64');
    return call(operation, on, { headers: { 'x-ms-client-principal': principal }, params });
  }

  async function ask(operation: Operation, role: string, params = {}) {
    const { status, body } = await answer(operation, role, params);
    const { accounts = [], pools = [] } = body;
    return [status, ...[...accounts, ...pools].map(({ name, id }: { name?: string; id?: string }) => name ?? id)];
  }

  it('of accounts shows those in the scope of a role', async () => {
    expect(await ask(listAccounts, 'Reader')).toEqual([200, 'demo']);
    expect(await ask(listAccounts, 'Reader:demo')).toEqual([200, 'demo']);
    expect(await ask(listAccounts, 'Operator:demo/team-*')).toEqual([200, 'demo']);
    expect(await ask(listAccounts, 'Reader:elsewhere')).toEqual([200]);
    expect(await ask(listAccounts, 'Admin')).toEqual([403]);
  });

  it('of pools shows those in the scope of a role', async () => {
    const params = { account: 'demo' };
    expect(await ask(listPools, 'Reader:demo', params)).toEqual([200, 'other', 'team-a', 'team-b']);
    expect(await ask(listPools, 'Reader:demo/team-*', params)).toEqual([200, 'team-a', 'team-b']);
    expect(await ask(listPools, 'Reader:*/other', params)).toEqual([200, 'other']);
    expect(await ask(listPools, 'Reader:elsewhere/team-*', params)).toEqual([403]);
  });

  it('of an account that is not configured names no other', async () => {
    const { status, body } = await answer(listPools, 'Reader:elsewhere', { account: 'elsewhere' });
    expect(status).toBe(404);
    expect(JSON.stringify(body)).not.toContain('demo');
  });
});

import { beforeEach, describe, expect, it } from 'vitest';
import type { Access } from '../../../src/api/contract.ts';
import type { Ports } from '../../../src/app/ports.ts';
import { operationNamed } from '../../support/api-description.ts';
import { type BareHandler, call } from '../../support/http-call.ts';
import { TestSystem } from '../../support/test-system.ts';

const system = TestSystem.forEachTest();
let on: Ports;

beforeEach(async () => {
  on = system.compose({ WEBSITE_AUTH_ENABLED: 'True' });
});

const ROLE = 'http://schemas.microsoft.com/ws/2008/06/identity/claims/role';

type Claims = Readonly<Record<string, string>>;

function principal(claims: Claims | readonly (readonly [string, string])[], role_typ: string | null = 'roles'): string {
  const list = (Array.isArray(claims) ? claims : Object.entries(claims)) as readonly (readonly [string, string])[];
  const value = { auth_typ: 'aad', name_typ: 'name', role_typ, claims: list.map(([typ, val]) => ({ typ, val })) };
  return Buffer.from(JSON.stringify(value)).toString('base64');
}

const ANNA = { preferred_username: 'anna@contoso.com' };
const READER = principal({ ...ANNA, roles: 'Reader' });
const OPERATOR = principal({ ...ANNA, roles: 'Operator' });

/** Says who asks. */
const WHO: BareHandler = async ({ caller: { actor } }) => ({ jsonBody: { actor } });

/** Asks who one is. */
async function ask(access: Access, header: string | undefined, ports: Ports = on) {
  const headers = header === undefined ? {} : { 'x-ms-client-principal': header };
  return call({ handler: WHO, access }, ports, { headers });
}

describe('where the authentication of the platform is off', () => {
  it.each([['read'], ['operate'], ['webhook'], ['open']] as const)(
    'nobody is who they say, and everybody with a key may %s',
    async (access) => {
      for (const header of [undefined, OPERATOR, 'nonsense']) {
        expect(await ask(access, header, system.ports)).toMatchObject({
          status: 200,
          body: { actor: 'http:function-key' },
        });
      }
    },
  );

  it('is the word of the platform, not of a request', async () => {
    const off = system.compose({ WEBSITE_AUTH_ENABLED: 'False' });
    expect((await ask('operate', OPERATOR, off)).body).toEqual({ actor: 'http:function-key' });
  });
});

describe('where it is on', () => {
  it.each<readonly [string, Claims, Access, number]>([
    ['a reader may look', { roles: 'Reader' }, 'read', 200],
    ['a reader may not act', { roles: 'Reader' }, 'operate', 403],
    ['an operator may look', { roles: 'Operator' }, 'read', 200],
    ['an operator may act', { roles: 'Operator' }, 'operate', 200],
    ['somebody without a role may not look', {}, 'read', 403],
    ['somebody without a role may not act', {}, 'operate', 403],
    ['other roles open nothing', { roles: 'Admin' }, 'read', 403],
    ['a role is spelt exactly so', { roles: 'operator' }, 'operate', 403],
    ['a list in one claim is no role', { roles: 'Reader,Operator' }, 'operate', 403],
    ['a role is not a name', { name: 'Operator' }, 'operate', 403],
    ['the long name of roles is known', { [ROLE]: 'Operator' }, 'operate', 200],
    ['webhooks prove themselves another way', {}, 'webhook', 200],
    ['what is open is open', {}, 'open', 200],
  ])('%s', async (_, claims, access, status) => {
    expect((await ask(access, principal({ ...ANNA, ...claims }))).status).toBe(status);
  });

  it('takes roles from the claim that is named as theirs', async () => {
    const named = principal({ ...ANNA, 'urn:groups': 'Operator' }, 'urn:groups');
    expect((await ask('operate', named)).status).toBe(200);
    const other = principal({ ...ANNA, 'urn:groups': 'Operator' }, null);
    expect((await ask('operate', other)).status).toBe(403);
  });

  it('needs one of several roles', async () => {
    const both = principal([
      ['oid', '1'],
      ['roles', 'Auditor'],
      ['roles', 'Operator'],
    ]);
    expect((await ask('operate', both)).status).toBe(200);
  });

  it.each<readonly [string, Claims, string]>([
    ['their user name', { oid: '1', name: 'Anna', preferred_username: 'anna@contoso.com' }, 'entra:anna@contoso.com'],
    ['their name', { oid: '1', name: 'Anna Lamp' }, 'entra:Anna Lamp'],
    ['their object', { oid: '0f4c' }, 'entra:0f4c'],
    [
      'their object by its long name',
      { 'http://schemas.microsoft.com/identity/claims/objectidentifier': '0f4c' },
      'entra:0f4c',
    ],
    ['what is not empty', { preferred_username: ' ', name: 'Anna' }, 'entra:Anna'],
    ['one line', { name: 'Anna\r\nfake: record\u2028\u202eevil' }, 'entra:Anna fake: record evil'],
    ['at most 200 characters', { name: 'x'.repeat(5000) }, `entra:${'x'.repeat(194)}`],
  ])('names people by %s', async (_, claims, actor) => {
    expect((await ask('read', principal({ ...claims, roles: 'Reader' }))).body).toEqual({ actor });
  });

  it.each([
    ['nothing', undefined],
    ['an empty text', ''],
    ['no Base64', 'not base64!'],
    ['Base64 of no JSON', Buffer.from('{"claims":').toString('base64')],
    ['Base64 of no text', Buffer.from([0xff, 0xfe]).toString('base64')],
    ['JSON of another kind', Buffer.from('null').toString('base64')],
    ['no claims', Buffer.from('{}').toString('base64')],
    ['claims that are none', Buffer.from('{"claims":[{"typ":1,"val":{}}]}').toString('base64')],
    ['nobody', principal({ roles: 'Operator' })],
    ['far too much', 'A'.repeat(70_000)],
  ])('lets nobody in whom it does not know: %s', async (_, header) => {
    for (const access of ['read', 'operate'] as const) {
      expect(await ask(access, header)).toMatchObject({ status: 401, body: { code: 'Unauthenticated' } });
    }
    expect((await ask('webhook', header)).status).toBe(200);
    expect((await ask('open', header)).status).toBe(200);
  });
});

describe('an operation of the API', () => {
  const POLICY = { id: 'render', pools: ['render'], mode: 'observe' };

  function put(header: string) {
    return call(operationNamed('put-policy'), on, {
      params: { id: 'render' },
      headers: { 'content-type': 'application/json', 'if-match': '*', 'x-ms-client-principal': header },
      body: POLICY,
    });
  }

  async function history() {
    const { records } = await system.ports.audit.page({ limit: 100 });
    return records.toReversed().map(({ actor, action, reason }) => ({ actor, action, reason }));
  }

  it('is recorded under the name of whoever asks', async () => {
    const created = await call(operationNamed('put-policy'), on, {
      params: { id: 'render' },
      headers: { 'content-type': 'application/json', 'x-ms-client-principal': OPERATOR },
      body: POLICY,
    });
    expect(created.status).toBe(201);
    expect(await history()).toMatchObject([{ actor: 'entra:anna@contoso.com', action: 'policy.put' }]);
  });

  it('says which role is missing, changes nothing, and is recorded once an hour for each who tries', async () => {
    const answer = await put(READER);
    expect(answer).toMatchObject({
      status: 403,
      body: {
        code: 'Forbidden',
        detail: "This is not allowed: it needs the app role 'Operator', and the caller has 'Reader'.",
      },
    });
    await put(READER);
    await put(principal({ name: 'Bob' }));
    expect(await system.ports.documents.list('policies')).toEqual([]);
    const bob = {
      actor: 'entra:Bob',
      action: 'access.denied',
      reason: "put-policy was refused: it needs the app role 'Operator', and the caller has neither role of this app",
    };
    const anna = {
      actor: 'entra:anna@contoso.com',
      action: 'access.denied',
      reason: "put-policy was refused: it needs the app role 'Operator', and the caller has 'Reader'",
    };
    expect(await history()).toEqual([anna, bob]);
    await system.account.advance('PT1H');
    await put(READER);
    expect(await history()).toEqual([anna, bob, anna]);
  });

  it('is shown to readers, and a reader who is turned away from looking leaves no record', async () => {
    const asked = (header: string) =>
      call(operationNamed('list-policies'), on, { headers: { 'x-ms-client-principal': header } });
    expect((await asked(READER)).status).toBe(200);
    expect((await asked(principal(ANNA))).status).toBe(403);
    expect(await history()).toEqual([]);
  });
});

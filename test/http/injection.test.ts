import { beforeAll, describe, expect, it } from 'vitest';
import { operationNamed } from '../support/api-description.ts';
import { type Call, call } from '../support/http-call.ts';
import { TestSystem } from '../support/test-system.ts';

const STRANGE = [
  "' or 1 eq 1",
  "' or PartitionKey ne '",
  "render') or (RowKey ge '",
  "'; drop table Policies",
  '%27 or 1 eq 1',
  '%2527',
  "\\' or true or \\'",
  'render|override',
  'render}',
  'override|demo',
  '../Policies',
  'a/b',
  'a\\b',
  'a#b',
  'a?b',
  'render\u0000',
  'render\n',
  '\u007f',
  'ＲＥＮＤＥＲ',
  'render\u200b',
  '🏮',
  '\ud800',
  ' ',
  '*',
  'x'.repeat(10_000),
] as const;

const TABLES = ['Audit', 'Demand', 'Overrides', 'Policies', 'PoolState', 'Schedules'] as const;
const JSON_BODY = { 'content-type': 'application/json' };
const UNKNOWN = '0f4c1e0e-8f0b-4f7e-9a3c-2d1f5a6b7c8d';
const UNTIL = '2026-03-03T18:00:00Z';

const system = TestSystem.forAllTests();

beforeAll(async () => {
  for (const pool of ['render', 'render-2']) {
    await system.account.createPool(pool, { dedicated: 0 });
    const params = { account: 'demo', pool };
    await sent('put-override', { params, body: { capacity: { min: 1 }, until: UNTIL, note: pool } });
    await sent('announce-work', { params, body: { slots: 3, by: UNTIL, note: pool } });
  }
  await sent('put-schedule', { params: { id: 'nights' }, body: { id: 'nights', timeZone: 'Etc/UTC', windows: [] } });
  await sent('put-policy', { params: { id: 'render' }, body: { id: 'render', pools: ['render'], mode: 'observe' } });
});

function send(name: string, asked: Call) {
  return call(operationNamed(name), system.ports, { headers: JSON_BODY, ...asked });
}

/** Sends what is taken. */
async function sent(name: string, asked: Call): Promise<void> {
  expect((await send(name, asked)).status).toBeLessThan(300);
}

/** Everything in the tables. */
async function stored(): Promise<unknown> {
  const all: Record<string, unknown[]> = {};
  for (const table of TABLES) {
    all[table] = [];
    for await (const entity of system.storage.table(table).listEntities()) all[table].push(entity);
  }
  return all;
}

describe('an id in an address', () => {
  it.each<readonly [string, Call, string]>([
    ['get-schedule', {}, 'id'],
    ['put-schedule', { body: { id: 'nights', timeZone: 'Etc/UTC', windows: [] } }, 'id'],
    ['delete-schedule', { headers: { 'if-match': '*' } }, 'id'],
    ['preview-schedule', {}, 'id'],
    ['get-policy', {}, 'id'],
    ['put-policy', { body: { id: 'render', pools: ['*'], mode: 'enforce' }, headers: { 'if-match': '*' } }, 'id'],
    ['delete-policy', { headers: { 'if-match': '*' } }, 'id'],
    ['get-override', {}, 'pool'],
    ['put-override', { body: { capacity: { min: 9 }, until: UNTIL } }, 'pool'],
    ['delete-override', {}, 'pool'],
    ['delete-override', {}, 'account'],
    ['list-announcements', {}, 'pool'],
    ['announce-work', { body: { slots: 9, by: UNTIL } }, 'pool'],
    ['withdraw-announcement', {}, 'id'],
    ['withdraw-announcement', { params: { id: UNKNOWN } }, 'pool'],
    ['reset-circuit', {}, 'pool'],
    ['get-node-health', {}, 'node'],
    ['get-pool', {}, 'account'],
  ])('of %s changes and shows nothing, whatever it is', async (name, asked, param) => {
    const before = await stored();
    const answers: unknown[] = [];
    for (const text of STRANGE) {
      const params = { account: 'demo', pool: 'render', id: 'nights', node: 'n', ...asked.params, [param]: text };
      const inRoute = Object.fromEntries(
        Object.entries(params).filter(([key]) => operationNamed(name).route.includes(`{${key}}`)),
      );
      const { status, body } = await send(name, {
        ...asked,
        params: inRoute,
        headers: { ...JSON_BODY, ...asked.headers },
      });
      answers.push([text.slice(0, 30), status, body.errors?.[0]?.path]);
    }
    expect(answers).toEqual(STRANGE.map((text) => [text.slice(0, 30), 400, param]));
    expect(await stored()).toEqual(before);
  });
});

describe('a filter of the audit log', () => {
  it.each([['actor'], ['action'], ['correlation'], ['account'], ['pool'], ['node'], ['cursor'], ['from'], ['to']])(
    'shows nothing for %s that nothing has',
    async (name) => {
      for (const text of STRANGE) {
        const { status, body } = await send('list-audit-records', { query: { [name]: text } });
        if (status !== 400) expect([text, status, body.records]).toEqual([text, 200, []]);
        else expect(body.errors[0].path).toBe(name);
      }
    },
  );

  it('narrows all the same with another filter beside it', async () => {
    for (const text of STRANGE.filter(({ length }) => length <= 200)) {
      const { body } = await send('list-audit-records', { query: { account: 'demo', pool: 'render', actor: text } });
      expect([text, body.records]).toEqual([text, []]);
    }
  });
});

describe('a text in a body', () => {
  it.each(STRANGE.filter((text) => text.length <= 500 && /^[^\p{Cc}\ud800]*$/u.test(text)).map((text) => [text]))(
    'is kept as it is, and is nothing but a text: %j',
    async (note) => {
      const params = { account: 'demo', pool: 'render' };
      await sent('put-override', { params, body: { capacity: { min: 1 }, until: UNTIL, note } });
      expect((await send('get-override', { params })).body.note).toBe(note);
      const other = await send('get-override', { params: { ...params, pool: 'render-2' } });
      expect(other.body.note).toBe('render-2');
    },
  );

  it.each([['a\nb'], ['a\r\nb'], ['a\u2028b'], ['a\u0000b'], ['x'.repeat(501)]])(
    'does not become a line of the audit log: %j',
    async (note) => {
      const params = { account: 'demo', pool: 'render' };
      const { status, body } = await send('put-override', {
        params,
        body: { capacity: { min: 1 }, until: UNTIL, note },
      });
      expect([status, body.code, body.errors[0].path]).toEqual([400, 'InvalidDocument', '$.note']);
    },
  );
});

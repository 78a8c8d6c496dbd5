import functions from '@azure/functions';
import { describe, expect, it } from 'vitest';
import { endpoint } from '../../src/http/endpoint.ts';
import { operationNamed } from '../support/api-description.ts';
import { TestSystem } from '../support/test-system.ts';

/** A key that opens nothing, and is a secret all the same. */
const KEY = Buffer.from('a key that nobody is to see anywhere else at all').toString('base64');

const system = TestSystem.forEachTest();

interface Asked {
  readonly name: string;
  readonly params?: Readonly<Record<string, string>>;
  readonly body?: object;
}

/** Everything that comes out of an operation: its answer, and what it writes to the log. */
async function comesOut(settings: Readonly<Record<string, string>>, { name, params = {}, body }: Asked) {
  const operation = operationNamed(name);
  const logged: unknown[] = [];
  const context = new functions.InvocationContext({
    functionName: name,
    logHandler: (level, ...args) => logged.push([level, ...args]),
  });
  const request = new functions.HttpRequest({
    method: operation.method,
    url: 'http://127.0.0.1/api/test?code=c2VjcmV0LWtleQ',
    headers: { 'content-type': 'application/json', 'x-functions-key': 'c2VjcmV0LWtleQ' },
    params,
    ...(body !== undefined && { body: { string: JSON.stringify(body) } }),
  });
  const ports = system.compose(settings);
  const answer = new functions.HttpResponse((await endpoint(() => ports, operation)(request, context)) as object);
  return { status: answer.status, text: JSON.stringify([await answer.text(), logged]), logged };
}

/** Settings under which something is refused, with a secret in each of them. */
const REFUSED: readonly (readonly [string, () => Readonly<Record<string, string>>])[] = [
  [
    'storage does not know the key of the app',
    () => ({
      AzureWebJobsStorage: system.storage.connectionString.replace(/AccountKey=[^;]+/, `AccountKey=${KEY}`),
    }),
  ],
  ['Batch does not know the key of the app', () => ({ BATCH_ACCOUNT_KEYS: JSON.stringify({ demo: KEY }) })],
];

describe.each(REFUSED)('where %s', (_, settings) => {
  const POOL = { account: 'demo', pool: 'render' };

  it.each<Asked>([
    { name: 'get-health' },
    { name: 'list-pools', params: { account: 'demo' } },
    { name: 'get-pool', params: POOL },
    { name: 'put-policy', params: { id: 'a' }, body: { id: 'a', pools: ['a'], mode: 'observe' } },
    { name: 'put-override', params: POOL, body: { capacity: { min: 1 }, until: '2026-03-03T18:00:00Z' } },
    { name: 'list-audit-records' },
  ])('$name says no key, no signature and no header', async (asked) => {
    const { status, text, logged } = await comesOut(settings(), asked);
    expect(text).not.toContain(KEY);
    expect(text).not.toContain('c2VjcmV0LWtleQ');
    expect(text).not.toMatch(/SharedKey(?:Lite)? [^"…]*:[A-Za-z0-9+/=]{20}/);
    expect(text.toLowerCase()).not.toContain('authorization:');
    if (status >= 500 && asked.name !== 'get-health') expect(logged).toHaveLength(1);
  });
});

describe('the audit log', () => {
  it('has no key of a caller, nor of the app', async () => {
    const ask = { params: { id: 'a' }, body: { id: 'a', pools: ['a'], mode: 'observe' } };
    expect((await comesOut({}, { name: 'put-policy', ...ask })).status).toBe(201);
    const entities: unknown[] = [];
    for await (const entity of system.storage.table('Audit').listEntities()) entities.push(entity);
    expect(entities.length).toBeGreaterThan(0);
    expect(JSON.stringify(entities)).not.toContain('c2VjcmV0LWtleQ');
    expect(JSON.stringify(entities)).not.toContain(system.account.emulator.account.key);
  });
});

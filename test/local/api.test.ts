import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { OPERATIONS } from '../../src/http/operations.ts';
import type { Operation } from '../../src/http/serving/operation.ts';
import { buildChangedApp } from '../../src/local/build-app.ts';
import { loadApp } from '../../src/local/runner/load-app.ts';
import { type Local, startLocal } from '../../src/local/start-local.ts';
import { DESCRIPTION, describedAs, lies } from '../support/api-description.ts';

const ROOT = fileURLToPath(new URL('../..', import.meta.url));
const ANY_PORTS = { app: 0, emulator: 0, blob: 0, queue: 0, table: 0 };

let local: Local;
beforeAll(async () => {
  await buildChangedApp();
  local = await startLocal({ speed: 0, ports: ANY_PORTS, log: () => undefined });
});
afterAll(() => local?.close());

describe('the built app', () => {
  it('has every operation of the API and no other function that a request wakes', async () => {
    const { functions } = await loadApp(ROOT);
    const http = functions.filter(({ trigger }) => trigger.type === 'httpTrigger');
    const registered = http.map(({ name, trigger: { methods, route, authLevel } }) => ({
      name,
      methods,
      route,
      authLevel,
    }));
    const described = OPERATIONS.map(({ name, method, route, access }) => ({
      name,
      methods: [method],
      route,
      authLevel: access === 'open' ? 'anonymous' : 'function',
    }));
    // The last takes what no operation does.
    expect(registered.at(-1)).toMatchObject({ name: 'zz-unknown-route', route: '{*path}', authLevel: 'anonymous' });
    expect(registered.slice(0, -1)).toEqual(described.toSorted((a, b) => (a.name < b.name ? -1 : 1)));
  });

  it('gives its description to anybody, as it was tested', async () => {
    const response = await fetch(`${local.app}/api/openapi.json`);
    expect(response.headers.get('content-type')).toBe('application/openapi+json');
    expect(await response.json()).toEqual(DESCRIPTION);
  });
});

/** What is there at the demonstration, so that only one thing about a request is wrong. */
const SOUND: Readonly<Record<string, string>> = {
  account: 'demo',
  pool: 'render-linux',
  node: 'tvmps_1',
  name: 'health',
  id: 'london-office',
  kind: 'schedule',
};

const WRONG = [
  "' or 1 eq 1 or '",
  "x') or (PartitionKey ne '",
  '%27 or 1 eq 1',
  '../../policies',
  'a/b\\c#d?e',
  '\u0000',
  'a\r\nx-evil: 1',
  '🏮',
  '\u202etxt',
  '<script>alert(1)</script>',
  '__proto__',
  '-1',
  '1e999',
  'NaN',
  'x'.repeat(10_000),
];

const WRONG_BODIES = [
  '',
  'null',
  '[]',
  '"text"',
  '{',
  '{"__proto__":{"id":"x"},"constructor":1}',
  '{"id":{"$ne":""},"windows":{"length":1e9},"until":[],"slots":"1"}',
  '{"id":"london-office","until":"+275760-09-13T00:00:00Z","by":"9999-12-31T23:59:59Z","slots":1e308,"timeZone":"../etc"}',
  `${'['.repeat(20_000)}${']'.repeat(20_000)}`,
  Buffer.from([0x22, 0xff, 0xfe, 0x22]),
  'x'.repeat(1024 * 1024 + 1),
];

interface Attempt {
  readonly path?: Readonly<Record<string, string>>;
  readonly query?: Readonly<Record<string, string>>;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string | Buffer;
}

/** What the description does not allow for in the answer to an attempt. */
async function wrongAnswers(operation: Operation, { path, query, headers, body }: Attempt): Promise<readonly string[]> {
  const route = operation.route.replaceAll(/\{(\w+)\}/g, (_, name: string) =>
    encodeURIComponent({ ...SOUND, ...path }[name] ?? 'x'),
  );
  const response = await fetch(`${local.app}/api/${route}?${new URLSearchParams(query)}`, {
    method: operation.method,
    headers: { 'x-functions-key': local.functionKey, 'content-type': 'application/json', ...headers },
    ...(body !== undefined && { body: typeof body === 'string' ? body : new Uint8Array(body) }),
  });
  const type = response.headers.get('content-type')?.split(';')[0];
  const text = await response.text();
  const isJson = /[/+]json$/.test(type ?? '');
  const answer = { status: response.status, type, body: text === '' ? undefined : isJson ? JSON.parse(text) : text };
  const faults = [...lies(operation, answer), ...(answer.status === 500 ? [`${operation.name}: 500`] : [])];
  return faults.map((fault) => `${fault} <- ${JSON.stringify({ path, query, headers, body }).slice(0, 200)}`);
}

function attemptsOn(operation: Operation): readonly Attempt[] {
  const { parameters = [], requestBody } = describedAs(operation);
  const fields = ({ in: place, name }: { readonly in: string; readonly name: string }): readonly Attempt[] =>
    // A header that has such characters does not leave the client.
    WRONG.filter((text) => place !== 'header' || /^[ -~]+$/.test(text)).map((text) => ({
      [place === 'header' ? 'headers' : place]: { [name]: text },
    }));
  return [
    {},
    { query: { nobody: 'knows' } },
    ...parameters.flatMap(fields),
    ...(requestBody === undefined ? [] : WRONG_BODIES.map((body) => ({ body }))),
    ...(requestBody === undefined ? [] : [{ body: '<x/>', headers: { 'content-type': 'text/xml' } }]),
  ];
}

describe.each(OPERATIONS.map((operation) => [operation.name, operation] as const))('%s', (name, operation) => {
  it('answers whatever comes as it is described, and never fails', async () => {
    const wrong: string[] = [];
    for (const attempt of attemptsOn(operation)) wrong.push(...(await wrongAnswers(operation, attempt)));
    expect(wrong).toEqual([]);
  });

  it.runIf(operation.access !== 'open')('needs a key', async () => {
    const url = `${local.app}/api/${operation.route.replaceAll(/\{(\w+)\}/g, 'x')}`;
    expect((await fetch(url, { method: operation.method })).status, name).toBe(401);
  });
});

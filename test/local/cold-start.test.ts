import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { OPERATIONS } from '../../src/http/operations.ts';
import { buildApp } from '../../src/local/build-app.ts';

const folder = mkdtempSync(join(tmpdir(), 'lamplighter-'));
const bundle = join(folder, 'lamplighter.cjs');

beforeAll(() => buildApp(bundle));

afterAll(() => {
  rmSync(folder, { recursive: true });
});

/** Enough to answer with the accounts, which needs no other service. */
const SETTINGS = {
  AzureWebJobsStorage: 'UseDevelopmentStorage=true',
  BATCH_ACCOUNTS: '[{"name":"demo","endpoint":"http://127.0.0.1:1"}]',
  BATCH_ACCOUNT_KEYS: '{"demo":"YQ=="}',
};

interface Loaded {
  /** Of the HTTP functions: names, routes, methods and who may call. */
  readonly routes: readonly { readonly name: string }[];
  /** What zod leaves behind as soon as it is loaded. */
  readonly hasSchemas: boolean;
  /** Of the files that were read. */
  readonly bytes: number;
  /** What a request for the accounts was answered with, and what was read by then. */
  readonly status: number;
  readonly bytesOfAnswer: number;
  readonly filesOfAnswer: number;
  /** How many schemas were made for it. */
  readonly schemasOfAnswer: number;
}

/** Loads the bundle in a process of its own, with the module that exists only inside the worker. */
function load(env: NodeJS.ProcessEnv = process.env): Loaded {
  const code = `const { prototype } = require('node:module'), real = prototype.require, routes = [];
    const bytes = () => Object.keys(require.cache).reduce((sum, file) => sum + require('node:fs').statSync(file).size, 0);
    const handlers = {};
    const registerFunction = ({ name, bindings }, handler) => {
      handlers[name] = handler;
      const { route, methods, authLevel } = Object.values(bindings).find(({ type }) => type === 'httpTrigger') ?? {};
      if (route !== undefined) routes.push({ name, route, methods, authLevel });
      return { dispose() {} };
    };
    const worker = { version: '4', setProgrammingModel() {}, registerFunction, registerHook: () => ({ dispose() {} }), log() {} };
    prototype.require = function (id) { return id === '@azure/functions-core' ? worker : real.call(this, id); };
    require(${JSON.stringify(bundle)});
    const loaded = { routes, hasSchemas: '__zod_globalConfig' in globalThis, bytes: bytes() };
    let schemasOfAnswer = 0;
    globalThis.__zod_globalConfig = { postProcessor: () => { schemasOfAnswer += 1; } };
    const request = { method: 'GET', url: 'http://127.0.0.1/', headers: new Headers(), query: new URLSearchParams(), params: {} };
    handlers['list-accounts'](request, { error: console.error }).then(({ status }) => {
      console.log(JSON.stringify({ ...loaded, status, schemasOfAnswer, bytesOfAnswer: bytes(), filesOfAnswer: Object.keys(require.cache).length }));
    });`;
  const { status, stdout, stderr } = spawnSync(process.execPath, ['-e', code], {
    encoding: 'utf8',
    env: { ...env, ...SETTINGS },
  });
  if (status !== 0) throw new Error(stderr);
  return JSON.parse(stdout) as Loaded;
}

describe('the bundle, loaded by a worker', () => {
  it('registers every operation and makes no schema', () => {
    const { routes, hasSchemas } = load();
    const expected = OPERATIONS.map(({ name, route, method, access }) => ({
      name,
      route,
      methods: [method],
      authLevel: access === 'open' ? 'anonymous' : 'function',
    }));
    expect(ofOperations(routes)).toEqual(expected.toSorted(byName));
    expect(hasSchemas).toBe(false);
  });

  it('reads little before it has registered, and of the rest what its first answer needs', () => {
    const { bytes, status, bytesOfAnswer, filesOfAnswer, schemasOfAnswer } = load();
    expect(status).toBe(200);
    expect(bytes).toBeLessThan(150_000);
    expect(bytesOfAnswer).toBeLessThan(360_000);
    // What every answer needs is one of them.
    expect(filesOfAnswer).toBeLessThan(5);
    // Of the settings, and of the one resource. That it is more than none proves that they are counted.
    expect(schemasOfAnswer).toBeGreaterThan(20);
    expect(schemasOfAnswer).toBeLessThan(120);
  });

  it.each(['True', 'true', 'yes', ''])(
    'asks for no key where the platform authenticates (%j) and a role is needed',
    (word) => {
      const { routes } = load({ ...process.env, WEBSITE_AUTH_ENABLED: word });
      const isOn = word.toLowerCase() === 'true';
      const levels = OPERATIONS.map(({ name, access }) => ({
        name,
        authLevel: access === 'open' || (isOn && access !== 'webhook') ? 'anonymous' : 'function',
      }));
      expect(ofOperations(routes)).toMatchObject(levels.toSorted(byName));
    },
  );
});

/** Without the function that takes what no operation does. */
function ofOperations<Route extends { readonly name: string }>(routes: readonly Route[]): readonly Route[] {
  return routes.filter(({ name }) => name !== 'zz-unknown-route').toSorted(byName);
}

function byName(a: object, b: object): number {
  return JSON.stringify(a) < JSON.stringify(b) ? -1 : 1;
}

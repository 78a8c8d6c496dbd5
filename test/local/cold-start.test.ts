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

interface Loaded {
  /** Of the HTTP functions: names, routes, methods and who may call. */
  readonly routes: readonly { readonly name: string }[];
  /** What zod leaves behind as soon as it is loaded. */
  readonly hasSchemas: boolean;
}

/** Loads the bundle in a process of its own, with the module that exists only inside the worker. */
function load(env: NodeJS.ProcessEnv = process.env): Loaded {
  const code = `const { prototype } = require('node:module'), real = prototype.require, routes = [];
    const registerFunction = ({ name, bindings }) => {
      const { route, methods, authLevel } = Object.values(bindings).find(({ type }) => type === 'httpTrigger') ?? {};
      if (route !== undefined) routes.push({ name, route, methods, authLevel });
      return { dispose() {} };
    };
    const worker = { version: '4', setProgrammingModel() {}, registerFunction, registerHook: () => ({ dispose() {} }), log() {} };
    prototype.require = function (id) { return id === '@azure/functions-core' ? worker : real.call(this, id); };
    require(${JSON.stringify(bundle)});
    console.log(JSON.stringify({ routes, hasSchemas: '__zod_globalConfig' in globalThis }));`;
  const { status, stdout, stderr } = spawnSync(process.execPath, ['-e', code], { encoding: 'utf8', env });
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

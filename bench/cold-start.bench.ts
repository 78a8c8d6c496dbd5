import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { build } from 'esbuild';
import { BUNDLE, buildChangedApp } from '../src/local/build-app.ts';
import { type Benchmark, resultOf } from './benchmark.ts';
import { race } from './measure.ts';

const FLOOR = `import { app } from '@azure/functions';
import { TableClient } from '@azure/data-tables';
app.http('floor', { handler: async () => ({ body: String(TableClient.name) }) });`;

const LOAD = 'The time that a new instance takes until it accepts requests.';
const ANSWER = 'The time that a new instance takes until its first answer, with everything that it loads only then.';

/** Enough for the app to answer something that needs no other service. */
const SETTINGS = {
  AzureWebJobsStorage: 'UseDevelopmentStorage=true',
  BATCH_ACCOUNTS: '[{"name":"demo","endpoint":"http://127.0.0.1:1"}]',
  BATCH_ACCOUNT_KEYS: '{"demo":"YQ=="}',
};

/** Loads a bundle in a new process as the worker does, with the module that exists only there, and calls a function if one is named. */
function load(file: string, called?: string): number {
  const code = `const M=require('module'),r=M.prototype.require,f=()=>({dispose(){}}),handlers={};
M.prototype.require=function(i){return i==='@azure/functions-core'?{version:'4',setProgrammingModel(){},registerFunction(m,h){handlers[m.name]=h;return f()},registerHook:f,log(){}}:r.call(this,i)};
require(${JSON.stringify(file)});
const request={method:'GET',url:'http://127.0.0.1/',headers:new Headers(),query:new URLSearchParams(),params:{}};
Promise.resolve(handlers[${JSON.stringify(called)}]?.(request,{error:console.error})).then(({status}={})=>process.exit(status>=400?1:0))`;
  const env = { ...process.env, ...SETTINGS };
  const { status, stderr } = spawnSync(process.execPath, ['-e', code], { encoding: 'utf8', env });
  if (status !== 0) throw new Error(`${called ?? file} failed: ${stderr}`);
  return 1;
}

/** A new process takes now longer and now shorter: with fifteen rounds, medians of the same files differed by a tenth. */
const ROUNDS = 41;

export const coldStart: Benchmark = {
  name: 'cold-start',
  run: async () => {
    await buildChangedApp();
    const folder = mkdtempSync(join(tmpdir(), 'lamplighter-bench-'));
    try {
      const floor = join(folder, 'floor.cjs');
      await build({
        stdin: { contents: FLOOR, resolveDir: process.cwd() },
        outfile: floor,
        bundle: true,
        minify: true,
        platform: 'node',
        format: 'cjs',
        external: ['@azure/functions-core'],
      });
      const timings = await race(
        [
          { name: 'the bundle', run: () => load(resolve(BUNDLE)) },
          { name: '@azure/functions and one SDK, bundled', run: () => load(floor) },
        ],
        ROUNDS,
      );
      const answers = await race(
        [
          { name: 'the bundle, and a list of accounts', run: () => load(resolve(BUNDLE), 'list-accounts') },
          { name: '@azure/functions and one SDK, and an answer', run: () => load(floor, 'floor') },
        ],
        ROUNDS,
      );
      return [
        resultOf({ benchmark: 'cold start', means: LOAD, unit: 'loads', goal: { kind: 'time', most: 1.2 } }, timings),
        resultOf(
          { benchmark: 'cold start: answer', means: ANSWER, unit: 'answers', goal: { kind: 'time', most: 1.3 } },
          answers,
        ),
      ];
    } finally {
      rmSync(folder, { recursive: true });
    }
  },
};

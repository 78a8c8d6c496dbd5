import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { build } from 'esbuild';
import { BUNDLE, buildApp } from '../src/local/build-app.ts';
import { type Benchmark, resultOf } from './benchmark.ts';
import { race } from './measure.ts';

const FLOOR = `import { app } from '@azure/functions';
import { TableClient } from '@azure/data-tables';
app.http('floor', { handler: async () => ({ body: String(TableClient.name) }) });`;

/** Loads a bundle in a new process as the worker does: with the module that exists only there. */
function load(file: string): number {
  const code = `const M=require('module'),r=M.prototype.require,f=()=>({dispose(){}});
M.prototype.require=function(i){return i==='@azure/functions-core'?{version:'4',setProgrammingModel(){},registerFunction:f,registerHook:f,log(){}}:r.call(this,i)};
require(${JSON.stringify(file)});process.exit(0)`;
  const { status, stderr } = spawnSync(process.execPath, ['-e', code], { encoding: 'utf8' });
  if (status !== 0) throw new Error(stderr);
  return 1;
}

export const coldStart: Benchmark = {
  name: 'cold-start',
  run: async () => {
    await buildApp();
    const folder = mkdtempSync(join(process.cwd(), 'node_modules', '.bench-'));
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
        15,
      );
      return [resultOf({ benchmark: 'cold start', unit: 'loads', goal: 'time ≤ 1.5 × the floor' }, timings)];
    } finally {
      rmSync(folder, { recursive: true });
    }
  },
};

import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { transform } from 'esbuild';
import { afterAll, expect, it } from 'vitest';
import { askMerged, mergeParts } from '../../src/local/merge-parts.ts';

const folder = mkdtempSync(join(tmpdir(), 'lamplighter-'));

afterAll(() => {
  rmSync(folder, { recursive: true });
});

const MERGED = [
  {
    path: join(folder, 'a-AAAAAAAA.cjs'),
    code: `import { b } from "./b-BBBBBBBB.cjs";
ran.push("a");
export const a = b + "a";
export const later = () => import("./b-BBBBBBBB.cjs");`,
  },
  {
    path: join(folder, 'b-BBBBBBBB.cjs'),
    code: 'import { o } from "./other-CCCCCCCC.cjs"; ran.push("b"); export const b = o + "b";',
  },
];

const OTHERS = [
  { path: join(folder, 'other-CCCCCCCC.cjs'), code: 'ran.push("other"); export const o = "o";' },
  {
    path: join(folder, 'main-EEEEEEEE.cjs'),
    code: `ran.push("main");
export const answer = async () => {
  const { a, later } = await import("./a-AAAAAAAA.cjs");
  const { a: again } = await import("./a-AAAAAAAA.cjs");
  return [a, again, (await later()).b];
};`,
  },
];

it('runs merged parts once, when one is first asked for, beside those that are not merged', async () => {
  const options = { supported: { 'dynamic-import': false } };
  const merged = await mergeParts(MERGED, { ...options, platform: 'node' });
  expect(merged.path.slice(folder.length + 1)).toMatch(/^together-[\da-f]{8}\.cjs$/);
  const others = OTHERS.map(async ({ path, code }) => ({
    path,
    code: (await transform(code, { ...options, format: 'cjs' })).code,
  }));
  for (const file of [merged, ...(await Promise.all(others))]) {
    const { path, code } = askMerged(file, [merged]);
    writeFileSync(path, code.replaceAll('ran.push', 'globalThis.ran.push'));
  }
  const ran: string[] = [];
  Object.assign(globalThis, { ran });
  const main = createRequire(join(folder, 'main.cjs'))('./main-EEEEEEEE.cjs');
  expect(ran).toEqual(['main']);
  await expect(main.answer()).resolves.toEqual(['oba', 'oba', 'ob']);
  expect(ran).toEqual(['main', 'other', 'b', 'a']);
});

it('gives merged parts one scope, in which a name of another part is no look-up', async () => {
  const { code } = await mergeParts(MERGED, { platform: 'node' });
  expect(code).toMatch(/\ba = b \+ "a"/);
});

it('merges the file that is loaded first, which has no exports, under its own path', async () => {
  const path = join(folder, 'app.cjs');
  const first = { path, code: 'import { b } from "./parts/b-BBBBBBBB.cjs"; ran.push(b);' };
  const other = { path: join(folder, 'parts/b-BBBBBBBB.cjs'), code: 'export const b = "b";' };
  const merged = await mergeParts([first, other], { path, platform: 'node' });
  expect(merged.path).toBe(path);
  // It runs at once: as a CommonJS module of its own it would be a function that somebody calls.
  expect(merged.code).toMatch(/^ran\.push\(b\)/m);
  const part = { path: join(folder, 'parts/c-CCCCCCCC.cjs'), code: 'require("./b-BBBBBBBB.cjs");' };
  expect(askMerged(part, [merged]).code).toBe('require("../app.cjs").part("b-BBBBBBBB.cjs");');
});

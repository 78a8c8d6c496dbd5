import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, it } from 'vitest';
import { mergeParts, type Part } from '../../src/local/merge-parts.ts';

const folder = mkdtempSync(join(tmpdir(), 'lamplighter-'));

afterAll(() => {
  rmSync(folder, { recursive: true });
});

const PARTS: readonly Part[] = [
  { path: join(folder, 'a-AAAAAAAA.cjs'), code: 'ran.push("a");exports.a=require("./b-BBBBBBBB.cjs").b+"a"' },
  {
    path: join(folder, 'b-BBBBBBBB.cjs'),
    code: 'ran.push("b");module.exports={b:require("./other-CCCCCCCC.cjs").o+"b"}',
  },
  { path: join(folder, 'unused-DDDDDDDD.cjs'), code: 'ran.push("unused")//' },
  { path: join(folder, 'other-CCCCCCCC.cjs'), code: 'ran.push("other");exports.o="o"' },
  { path: join(folder, 'main-EEEEEEEE.cjs'), code: 'module.exports=[1,2].map(()=>require("./a-AAAAAAAA.cjs").a)' },
];

it('runs merged parts once, when they are first asked for, beside those that are not', () => {
  const merged = mergeParts(PARTS, (path) => /[/\\](a|b|unused)-/.test(path));
  const names = merged.map(({ path }) => path.slice(folder.length + 1));
  expect(names).toEqual([
    expect.stringMatching(/^together-[\da-f]{8}\.cjs$/),
    'other-CCCCCCCC.cjs',
    'main-EEEEEEEE.cjs',
  ]);
  for (const { path, code } of merged) writeFileSync(path, code.replaceAll('ran.push', 'globalThis.ran.push'));
  const ran: string[] = [];
  Object.assign(globalThis, { ran });
  expect(createRequire(join(folder, 'main.cjs'))('./main-EEEEEEEE.cjs')).toEqual(['oba', 'oba']);
  expect(ran).toEqual(['a', 'b', 'other']);
});

it('leaves everything where there is nothing to merge', () => {
  expect(mergeParts(PARTS, () => false)).toEqual(PARTS);
});

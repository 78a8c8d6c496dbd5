import { mkdtempSync, rmSync, utimesSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest';
import { currentBundle, recordBundle } from '../../src/local/bundle-record.mjs';

let root: string;
let record: string;

beforeAll(() => {
  root = mkdtempSync(join(process.cwd(), 'node_modules', '.record-'));
  record = join(root, 'record.json');
});
afterAll(() => rmSync(root, { recursive: true }));

beforeEach(() => {
  writeFileSync(join(root, 'a.ts'), 'one');
  writeFileSync(join(root, 'out.cjs'), 'bundle');
  recordBundle(record, { outputs: ['out.cjs'], inputs: ['a.ts'], root });
});

it('a bundle is current while nothing has changed', () => {
  expect(currentBundle(record, root)).toEqual(['out.cjs']);
});

it('a file that was written again with the same content has not changed', () => {
  utimesSync(join(root, 'a.ts'), 1, 1);
  expect(currentBundle(record, root)).toEqual(['out.cjs']);
});

it('a bundle is not current once a file has changed, or the bundle is gone', () => {
  writeFileSync(join(root, 'a.ts'), 'two');
  utimesSync(join(root, 'a.ts'), 1, 1);
  expect(currentBundle(record, root)).toBeUndefined();
  writeFileSync(join(root, 'a.ts'), 'one');
  rmSync(join(root, 'out.cjs'));
  expect(currentBundle(record, root)).toBeUndefined();
});

import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterAll, expect, it } from 'vitest';
import { inFolderOfBuild } from '../../src/local/folder-of-build.ts';
import { askMerged, mergeParts } from '../../src/local/merge-parts.ts';

const folder = mkdtempSync(join(tmpdir(), 'lamplighter-'));
const main = join(folder, 'app.cjs');

afterAll(() => {
  rmSync(folder, { recursive: true });
});

/** An app with two merged parts, of which builds change one, and a part that needs the other. */
async function build(changed: string): Promise<readonly string[]> {
  const at = (name: string) => join(folder, 'parts', name);
  const parts = [
    { path: at('changed-AAAAAAAA.cjs'), code: `export const changed = "${changed}";` },
    { path: at('fault-BBBBBBBB.cjs'), code: 'export class Fault extends Error {}' },
  ];
  const merged = await mergeParts(parts, { platform: 'node' });
  const alone = [
    {
      path: main,
      code: `const { Fault } = require("./parts/fault-BBBBBBBB.cjs");
exports.failed = () => {
  try { require("./parts/fails-CCCCCCCC.cjs").fail(); } catch (error) { return error instanceof Fault; }
};`,
    },
    {
      path: at('fails-CCCCCCCC.cjs'),
      code: 'const { Fault } = require("./fault-BBBBBBBB.cjs"); exports.fail = () => { throw new Fault(); };',
    },
  ];
  const files = inFolderOfBuild(
    [merged, ...alone].map((file) => askMerged(file, [merged])),
    main,
  );
  for (const { path, code } of files) {
    mkdirSync(dirname(path), { recursive: true });
    writeFileSync(path, code);
  }
  return files.map(({ path }) => path);
}

it('keeps an app that runs from a build together while another build is written', async () => {
  await build('one');
  const { failed } = createRequire(main)(main);
  await build('two');
  expect(failed()).toBe(true);
});

it('gives the same build the same files', async () => {
  expect(await build('three')).toEqual(await build('three'));
});

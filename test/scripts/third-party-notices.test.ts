import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { bundledPackages, noticesText } from '../../scripts/third-party-notices.ts';

const folder = mkdtempSync(join(tmpdir(), 'lamplighter-notices-'));
afterAll(() => rmSync(folder, { recursive: true }));

/** An installed package, and one of its files as a bundler names it. */
function installed(name: string, manifest: object, files: Readonly<Record<string, string>> = {}): string {
  const root = join(folder, 'node_modules', name);
  mkdirSync(root, { recursive: true });
  writeFileSync(join(root, 'package.json'), JSON.stringify({ name, version: '1.0.0', ...manifest }));
  for (const [file, text] of Object.entries(files)) writeFileSync(join(root, file), text);
  return join(root, 'lib', 'index.js');
}

describe('the notices of third parties', () => {
  it('name each bundled package once, with the texts of its licence', () => {
    const one = installed(
      '@scope/one',
      { license: 'Apache-2.0' },
      { LICENSE: 'the licence', 'NOTICE.txt': 'a notice' },
    );
    const packages = bundledPackages(['src/index.ts', one, one.replace('index', 'other')]);
    expect(packages).toEqual([
      {
        name: '@scope/one',
        version: '1.0.0',
        license: 'Apache-2.0',
        source: 'https://www.npmjs.com/package/@scope/one/v/1.0.0',
        texts: ['the licence', 'a notice'],
      },
    ]);
    expect(noticesText(packages)).toMatch(/@scope\/one 1\.0\.0 \(Apache-2\.0\)[\s\S]*the licence\n\na notice/);
  });

  it('give the text of the MIT licence where a package names only it and its author', () => {
    const file = installed('short', { license: 'MIT', author: 'A. Uthor' });
    expect(noticesText(bundledPackages([file]))).toContain('Copyright (c) A. Uthor\n\nPermission is hereby granted');
  });

  it.each([
    [
      'a licence that was not thought about',
      { license: 'AGPL-3.0' },
      { LICENSE: 'text' },
      "under the licence 'AGPL-3.0'",
    ],
    ['no licence', {}, { LICENSE: 'text' }, "under the licence 'none'"],
    ['no text of the licence', { license: 'ISC' }, {}, 'has no file with the text of its licence'],
  ])('refuse a package with %s', (what, manifest, files, problem) => {
    const file = installed(what.replaceAll(' ', '-'), manifest, files);
    expect(() => bundledPackages([file])).toThrow(problem);
  });
});

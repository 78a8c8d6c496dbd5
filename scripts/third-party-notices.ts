import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

/** A package of which something is bundled. */
export interface BundledPackage {
  readonly name: string;
  readonly version: string;
  /** SPDX expression. */
  readonly license: string;
  readonly source: string;
  /** Texts of its licence and notice files, each as it stands there. */
  readonly texts: readonly string[];
}

/**
 * Licences under which a bundled package may be given on together with this project, with what each asks for besides its text.
 * MPL-2.0 asks to say where the source of its files is (section 3.2): the notices name the address and the exact version.
 */
export const ACCEPTED: ReadonlySet<string> = new Set([
  '0BSD',
  'Apache-2.0',
  'BSD-2-Clause',
  'BSD-3-Clause',
  'ISC',
  'MIT',
  'MPL-2.0',
  'Unicode-3.0',
  'Unlicense',
]);

/**
 * The packages to which bundled files belong, by name.
 * @param inputs paths of files below the folder of the project, as esbuild names them
 * @throws Error if a package states no accepted licence, or has no text of it
 */
export function bundledPackages(inputs: readonly string[]): readonly BundledPackage[] {
  const folders = new Set(inputs.filter((input) => input.includes('node_modules/')).map(packageFolder));
  const packages = [...folders].map(readPackage);
  return packages.toSorted((a, b) => (`${a.name}@${a.version}` < `${b.name}@${b.version}` ? -1 : 1));
}

/** The notices of bundled packages as one text. Packages with the same licence text share it. */
export function noticesText(packages: readonly BundledPackage[]): string {
  const byTexts = Map.groupBy(packages, ({ texts }) => texts.join('\n\n'));
  const sections = [...byTexts].map(([texts, those]) => `${those.map(headline).join('\n')}\n\n${texts}\n`);
  const intro = `The app contains code of ${packages.length} packages. This file names each with its licence.\n`;
  return [intro, ...sections].join(`\n${'-'.repeat(80)}\n\n`);
}

function headline({ name, version, license, source }: BundledPackage): string {
  return `${name} ${version} (${license}), source: ${source}`;
}

function packageFolder(input: string): string {
  const match = /^(.*node_modules\/(?:@[^/]+\/)?[^/]+)\//.exec(input.replace(/^[\w-]+:/, ''));
  if (match?.[1] === undefined) throw new Error(`${input} belongs to no package.`);
  return match[1];
}

function readPackage(folder: string): BundledPackage {
  const manifest = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8')) as {
    readonly name: string;
    readonly version: string;
    readonly license?: string;
    readonly author?: string | { readonly name?: string };
    readonly repository?: string | { readonly url?: string };
  };
  const { name, version, license = 'none', author, repository } = manifest;
  if (!ACCEPTED.has(license))
    throw new Error(`${name} ${version} is bundled under the licence '${license}', which is not accepted.`);
  const address = typeof repository === 'string' ? repository : repository?.url;
  const source = address ?? `https://www.npmjs.com/package/${name}/v/${version}`;
  const found = licenceTexts(folder);
  const holder = typeof author === 'string' ? author : author?.name;
  const texts = found.length === 0 && license === 'MIT' && holder !== undefined ? [mitText(holder)] : found;
  if (texts.length === 0)
    throw new Error(`${name} ${version} is bundled and has no file with the text of its licence.`);
  return { name, version, license, source, texts };
}

const LICENCE_FILE = /^(?:licen[cs]e|notice|copying|copyrightnotice)(?:[.-].*)?$/i;

function licenceTexts(folder: string): readonly string[] {
  const files = readdirSync(folder).filter((file) => LICENCE_FILE.test(file));
  return files.toSorted().map((file) => readFileSync(join(folder, file), 'utf8').replaceAll('\r\n', '\n').trim());
}

/** Some packages name the licence and their author and leave its text out. https://opensource.org/license/mit */
function mitText(holder: string): string {
  return `Copyright (c) ${holder}

Permission is hereby granted, free of charge, to any person obtaining a copy of this software and associated documentation
files (the "Software"), to deal in the Software without restriction, including without limitation the rights to use, copy,
modify, merge, publish, distribute, sublicense, and/or sell copies of the Software, and to permit persons to whom the Software
is furnished to do so, subject to the following conditions:

The above copyright notice and this permission notice shall be included in all copies or substantial portions of the Software.

THE SOFTWARE IS PROVIDED "AS IS", WITHOUT WARRANTY OF ANY KIND, EXPRESS OR IMPLIED, INCLUDING BUT NOT LIMITED TO THE WARRANTIES
OF MERCHANTABILITY, FITNESS FOR A PARTICULAR PURPOSE AND NONINFRINGEMENT. IN NO EVENT SHALL THE AUTHORS OR COPYRIGHT HOLDERS BE
LIABLE FOR ANY CLAIM, DAMAGES OR OTHER LIABILITY, WHETHER IN AN ACTION OF CONTRACT, TORT OR OTHERWISE, ARISING FROM, OUT OF OR
IN CONNECTION WITH THE SOFTWARE OR THE USE OR OTHER DEALINGS IN THE SOFTWARE.`;
}

import { readFile } from 'node:fs/promises';
import { dirname, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import type { Plugin } from 'esbuild';
import type { Operation } from '../http/serving/operation.ts';

/** The list of all operations, by area; it imports nothing else but types. */
const LIST = /[\\/]http[\\/]operations\.ts$/;
const FUNCTIONS = /[\\/]src[\\/]functions[\\/]/;
const LATER = 'operations-later';

/**
 * Lets the app register its operations without making them. What the host is told of each is known when the app is built: the
 * functions get the list with nothing more of each area than that. The contracts of an area are made, and its handlers
 * loaded, with the first request to it.
 */
export const operationsLater: Plugin = {
  name: LATER,
  setup: ({ onResolve, onLoad }) => {
    onResolve({ filter: LIST }, ({ path, importer, resolveDir }) =>
      FUNCTIONS.test(importer) ? { path: resolve(resolveDir, path), namespace: LATER } : undefined,
    );
    onResolve({ filter: /^\./, namespace: LATER }, ({ path, kind, resolveDir }) => ({
      path: resolve(resolveDir, path),
      namespace: kind === 'import-statement' ? LATER : 'file',
    }));
    onLoad({ filter: LIST, namespace: LATER }, async ({ path }) => ({
      contents: await readFile(path, 'utf8'),
      loader: 'ts',
      resolveDir: dirname(path),
    }));
    onLoad({ filter: /.*/, namespace: LATER }, async ({ path }) => {
      const area: Readonly<Record<string, unknown>> = await import(pathToFileURL(path).href);
      const contents = Object.entries(area).map(([list, exported]) => registrable(path, list, exported));
      return { contents: contents.join('\n'), resolveDir: dirname(path) };
    });
  },
};

/** Operations with nothing but what they are registered by. */
function registrable(path: string, list: string, exported: unknown): string {
  if (!Array.isArray(exported)) return '';
  const source = JSON.stringify(`./${path.replace(/^.*[\\/]/, '')}`);
  const operations = exported.map(({ name, method, route, access }: Operation, index) => {
    const handler = `async (...given) => (await import(${source})).${list}[${index}].handler(...given)`;
    return `{ ...${JSON.stringify({ name, method, route, access })}, handler: ${handler} }`;
  });
  return `export const ${list} = [${operations.join(', ')}];`;
}

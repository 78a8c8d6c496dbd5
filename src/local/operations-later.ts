import { resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import type { Plugin } from 'esbuild';
import type { Operation } from '../http/operation.ts';

/** Where operations are said, and where they are registered. */
const OPERATIONS = /[\\/]http[\\/]operations[\\/][\w-]+\.ts$/;
const FUNCTIONS = /[\\/]src[\\/]functions[\\/]/;

/**
 * Lets the app register its operations without making them: what the host is told of each is known when the app is built, and
 * stands in the bundle. The schemas and examples of an area are made, and its handlers loaded, with the first request to it.
 */
export const operationsLater: Plugin = {
  name: 'operations-later',
  setup: ({ onResolve, onLoad }) => {
    onResolve({ filter: OPERATIONS }, ({ path, importer, kind, resolveDir }) =>
      kind === 'import-statement' && FUNCTIONS.test(importer)
        ? { path: resolve(resolveDir, path), namespace: 'operations-later' }
        : undefined,
    );
    onLoad({ filter: /.*/, namespace: 'operations-later' }, async ({ path }) => {
      const areas: Readonly<Record<string, unknown>> = await import(pathToFileURL(path).href);
      const contents = Object.entries(areas).map(([area, operations]) => registrable(path, area, operations));
      return { contents: contents.join('\n'), resolveDir: resolve('.') };
    });
  },
};

/** Operations with nothing but what they are registered by. */
function registrable(path: string, area: string, operations: unknown): string {
  if (!Array.isArray(operations)) return '';
  const source = JSON.stringify(path);
  const lines = operations.map(({ name, method, route, access }: Operation, index) => {
    const handler = `async (...given) => (await import(${source})).${area}[${index}].handler(...given)`;
    return `{ ...${JSON.stringify({ name, method, route, access })}, handler: ${handler} }`;
  });
  return `export const ${area} = [${lines.join(', ')}];`;
}

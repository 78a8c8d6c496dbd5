import { dirname, join } from 'node:path';
import { type BuildOptions, build, type Plugin } from 'esbuild';
import { buildDashboard } from './build-dashboard.ts';
import { operationsLater } from './operations-later.ts';

/** Where `main` of package.json points. */
export const BUNDLE = 'dist/lamplighter.cjs';

/** Packages that are loaded when they are first needed, from files of their own: what is not read costs no cold start. */
const LOADED_LATER = ['@azure/arm-batch', '@azure/identity', '@azure/storage-blob', '@azure/storage-queue'];

const OPTIONS = {
  bundle: true,
  minify: true,
  sourcemap: 'linked',
  platform: 'node',
  // The oldest Node that the Functions runtime offers this app on.
  target: 'node22',
  // A bundle in ESM would need a `require` of its own.
  format: 'cjs',
  // It exists only inside the worker that loads the app.
  external: ['@azure/functions-core'],
  // What there is of it in CommonJS.
  define: { 'import.meta.dirname': '__dirname' },
  // Its other build loads its parts by a name that no bundler sees.
  alias: { 'jsonc-parser': 'jsonc-parser/lib/esm/main.js' },
  logLevel: 'warning',
} as const satisfies BuildOptions;

/**
 * Bundles the app into a few files, which start several times faster than the packages they are made of.
 * @throws Error if the source cannot be bundled
 */
export async function buildApp(outfile: string = BUNDLE): Promise<void> {
  const folder = dirname(outfile);
  await Promise.all([
    buildDashboard(join(folder, 'dashboard.html')),
    build({ ...OPTIONS, entryPoints: ['src/index.ts'], outfile, plugins: [loadLater, operationsLater] }),
    ...LOADED_LATER.map((name) => build({ ...OPTIONS, entryPoints: [name], outfile: join(folder, fileOf(name)) })),
  ]);
}

const loadLater: Plugin = {
  name: 'load-later',
  setup: ({ onResolve }) => {
    for (const name of LOADED_LATER) {
      onResolve({ filter: new RegExp(`^${name}$`) }, ({ kind }) =>
        kind === 'dynamic-import' ? { path: `./${fileOf(name)}`, external: true } : undefined,
      );
    }
  },
};

function fileOf(name: string): string {
  return `${name.replace('@', '').replace('/', '-')}.cjs`;
}

import { dirname, join } from 'node:path';
import { type BuildOptions, build, type Plugin } from 'esbuild';
import { buildDashboard } from './build-dashboard.ts';
import { currentBundle, recordBundle } from './bundle-record.mjs';
import { operationsLater } from './operations-later.ts';

/** Where `main` of package.json points. Its folder is what is deployed. */
export const BUNDLE = 'dist/app/lamplighter.cjs';

/** Beside the folder that is deployed, not in it. */
const RECORD = 'dist/app-bundled-from.json';

/** What the bundle depends on besides the files in it. */
const SETTINGS = [
  'package-lock.json',
  'src/dashboard/page.html',
  'src/local/build-app.ts',
  'src/local/build-dashboard.ts',
  'src/local/operations-later.ts',
];

/** Packages that are loaded when they are first needed, from files of their own: what is not read costs no cold start. */
const LOADED_LATER = [
  '@azure/arm-batch',
  '@azure/identity',
  '@azure/storage-blob',
  '@azure/storage-queue',
  'prom-client',
];

const OPTIONS = {
  bundle: true,
  minify: true,
  metafile: true,
  platform: 'node',
  // The oldest Node that the Functions runtime offers this app on.
  target: 'node22',
  // A bundle in ESM would need a `require` of its own.
  format: 'cjs',
  // It exists only inside the worker that loads the app.
  external: ['@azure/functions-core'],
  // What there is of it in CommonJS.
  define: { 'import.meta.dirname': '__dirname', 'import.meta.filename': '__filename' },
  // Its other build loads its parts by a name that no bundler sees.
  alias: { 'jsonc-parser': 'jsonc-parser/lib/esm/main.js' },
  logLevel: 'warning',
} as const satisfies BuildOptions;

/**
 * Bundles the app into a few files, which start several times faster than the packages they are made of.
 * @returns the files that went into the bundles and the dashboard, as paths below the folder of the project
 * @throws Error if the source cannot be bundled
 */
export async function buildApp(outfile: string = BUNDLE): Promise<readonly string[]> {
  const folder = dirname(outfile);
  const [page, ...bundles] = await Promise.all([
    buildDashboard(join(folder, 'dashboard.html')),
    bundled('src/index.ts', outfile, [loadLater, operationsLater]),
    ...LOADED_LATER.map((name) => bundled(name, join(folder, fileOf(name)))),
  ]);
  const inputs = [...new Set([page, ...bundles].flat())].toSorted();
  if (outfile === BUNDLE) {
    const outputs = [
      outfile,
      join(folder, 'dashboard.html'),
      ...LOADED_LATER.map((name) => join(folder, fileOf(name))),
    ];
    // A file that a plugin has loaded bears the plugin's name.
    const files = inputs.map((input) => input.replace(/^operations-later:/, ''));
    recordBundle(RECORD, { outputs, inputs: [...files, ...SETTINGS], root: '.' });
  }
  return inputs;
}

/** Bundles the app where `main` of package.json points, unless nothing that it is made of has changed. @throws as buildApp */
export async function buildChangedApp(): Promise<void> {
  if (currentBundle(RECORD, '.') === undefined) await buildApp();
}

async function bundled(entry: string, outfile: string, plugins: Plugin[] = []): Promise<readonly string[]> {
  const { metafile } = await build({ ...OPTIONS, entryPoints: [entry], outfile, plugins });
  return Object.keys(metafile.inputs);
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

import { mkdir } from 'node:fs/promises';
import { basename, dirname, join, relative, resolve } from 'node:path';
import { type BuildOptions, build, type Metafile, type TransformOptions, transform } from 'esbuild';
import { buildDashboard } from './build-dashboard.ts';
import { currentBundle, recordBundle } from './bundle-record.mjs';
import { inFolderOfBuild } from './folder-of-build.ts';
import { askMerged, mergeParts, type Part } from './merge-parts.ts';
import { operationsLater } from './operations-later.ts';
import { writeWhole } from './write-whole.ts';

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
  'src/local/folder-of-build.ts',
  'src/local/merge-parts.ts',
  'src/local/operations-later.ts',
];

/** The oldest Node that the Functions runtime offers this app on. */
const TARGET = 'node22';

/**
 * What is needed together, in this order, with what it imports: what registers the functions; then what every answer needs,
 * whatever it is about; then what needs the storage account; then what almost every one needs that has to do with a pool.
 */
const TOGETHER = [
  ['src/index.ts'],
  [
    'src/composition.ts',
    'src/http/endpoint.ts',
    'src/http/serving/operation.ts',
    'src/app/log/logged-audit.ts',
    'src/ports/log.ts',
    'src/api/moments.ts',
    'src/api/no-query.ts',
    // The page asks for the accounts first.
    'src/http/accounts.ts',
  ],
  ['src/adapters/storage-account/storage-account.ts'],
  [
    'src/adapters/batch/batch-operations.ts',
    'src/adapters/tables/audit/audit-table.ts',
    'src/adapters/tables/audit/chain-table.ts',
    'src/adapters/tables/demand-table.ts',
    'src/adapters/tables/pool-state-table.ts',
    'src/app/evaluation/count-in-turn.ts',
    'src/app/forecast/forecast-models.ts',
  ],
] as const;

const OPTIONS = {
  bundle: true,
  minify: true,
  metafile: true,
  write: false,
  platform: 'node',
  target: TARGET,
  // Only modules are split where `import()` stands: a part is read when it is first needed, and what is not read costs no cold start.
  format: 'esm',
  splitting: true,
  chunkNames: 'parts/[name]-[hash]',
  outExtension: { '.js': '.cjs' },
  // It exists only inside the worker that loads the app.
  external: ['@azure/functions-core'],
  // Its other build loads its parts by a name that no bundler sees.
  alias: { 'jsonc-parser': 'jsonc-parser/lib/esm/main.js' },
  plugins: [operationsLater],
  logLevel: 'warning',
} as const satisfies BuildOptions;

/** The worker, and the packages that ask for each other by `require`, want CommonJS. */
const COMMON_JS = {
  format: 'cjs',
  platform: 'node',
  target: TARGET,
  minify: true,
  supported: { 'dynamic-import': false },
  // What there is of it in CommonJS.
  define: { 'import.meta.dirname': '__dirname', 'import.meta.filename': '__filename' },
} as const satisfies TransformOptions;

/**
 * Bundles the app into a file that registers its functions, and parts beside it that are read when they are first needed.
 * @returns the files that went into the bundle and the dashboard, as paths below the folder of the project
 * @throws Error if the source cannot be bundled
 */
export async function buildApp(outfile: string = BUNDLE): Promise<readonly string[]> {
  const page = join(dirname(outfile), 'dashboard.html');
  const [ofPage, { inputs: ofApp, outputs }] = await Promise.all([buildDashboard(page), buildParts(outfile)]);
  const inputs = [...new Set([...ofPage, ...ofApp])].toSorted();
  if (outfile === BUNDLE) {
    // A file that a plugin has loaded bears the plugin's name.
    const files = inputs.map((input) => input.replace(/^operations-later:/, ''));
    recordBundle(RECORD, { outputs: [...outputs, page], inputs: [...files, ...SETTINGS], root: '.' });
  }
  return inputs;
}

/** Bundles the app where `main` of package.json points, unless nothing that it is made of has changed. @throws as buildApp */
export async function buildChangedApp(): Promise<void> {
  if (currentBundle(RECORD, '.') === undefined) await buildApp();
}

interface Parts {
  readonly inputs: readonly string[];
  readonly outputs: readonly string[];
}

/** Parts of an older build stay: an app that runs from them may still need them. */
async function buildParts(outfile: string): Promise<Parts> {
  const entryPoints = [{ in: 'src/index.ts', out: basename(outfile, '.cjs') }];
  const { metafile, outputFiles } = await build({ ...OPTIONS, entryPoints, outdir: dirname(outfile) });
  const packages = packagesInCommonJs(metafile);
  const parts = outputFiles.map(({ path, text }) => ({ path, code: text }));
  const groups = neededTogether(metafile).map((paths) => parts.filter(({ path }) => paths.has(path)));
  const main = resolve(outfile);
  const merged = await Promise.all(
    groups.map((group) =>
      mergeParts(group, group.some(({ path }) => path === main) ? { ...COMMON_JS, path: main } : COMMON_JS),
    ),
  );
  const alone = parts.filter((part) => !groups.some((group) => group.includes(part)));
  const others = await Promise.all(alone.map((part) => toCommonJs(part, packages)));
  const files = inFolderOfBuild(
    [...merged, ...others].map((file) => askMerged(file, merged)),
    main,
  );
  // The file that names the others comes last, and each is whole from the beginning: another process may load them.
  const isMain = ({ path }: Part) => path === main;
  const inFolder = files.filter((file) => !isMain(file));
  const folders = new Set(inFolder.map(({ path }) => dirname(path)));
  await Promise.all([...folders].map((folder) => mkdir(folder, { recursive: true })));
  await Promise.all(inFolder.map(({ path, code }) => writeWhole(path, code)));
  await Promise.all(files.filter(isMain).map(({ path, code }) => writeWhole(path, code)));
  return { inputs: Object.keys(metafile.inputs), outputs: files.map(({ path }) => relative('.', path)) };
}

/** The parts that are packages in CommonJS: as modules these export nothing but all of it as their default. */
function packagesInCommonJs({ inputs, outputs }: Metafile): ReadonlySet<string> {
  const parts = Object.entries(outputs).filter(
    ([, { entryPoint }]) => entryPoint !== undefined && inputs[entryPoint]?.format === 'cjs',
  );
  return new Set(parts.map(([path]) => resolve(path)));
}

async function toCommonJs({ path, code: module }: Part, packages: ReadonlySet<string>): Promise<Part> {
  const { code } = await transform(module, COMMON_JS);
  // Whoever imports such a package finds its exports by their names again.
  const exported = packages.has(path) ? 'module.exports=module.exports.default;\n' : '';
  return { path, code: `${code}${exported}` };
}

/** The files that are needed together, without those that are needed before. */
function neededTogether({ outputs }: Metafile): readonly ReadonlySet<string>[] {
  const filesWith = (sources: readonly string[]) =>
    Object.keys(outputs).filter((path) => sources.some((source) => outputs[path]?.inputs[source] !== undefined));
  const known = new Set<string>();
  return TOGETHER.map((sources) => {
    const needed = [...withImports(outputs, filesWith(sources))].filter((path) => !known.has(path));
    for (const path of needed) known.add(path);
    return new Set(needed.map((path) => resolve(path)));
  });
}

/** Files, and all those that have to be loaded before them. */
function withImports(outputs: Metafile['outputs'], paths: readonly string[]): ReadonlySet<string> {
  const found = new Set(paths);
  for (const path of found)
    for (const { kind, path: imported } of outputs[path]?.imports ?? [])
      if (kind === 'import-statement' && outputs[imported] !== undefined) found.add(imported);
  return found;
}

import { existsSync, mkdirSync, readdirSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';
import { recordBundle } from '../src/local/bundle-record.mjs';

/** Where the commands are bundled to. */
export const CLI_FOLDER = 'dist/cli';

const ROOT = fileURLToPath(new URL('..', import.meta.url));

const ENTRY = 'src/cli/main.ts';

/** What the bundle depends on besides the files in it. */
const SETTINGS = ['scripts/build-cli.ts', 'package-lock.json'];

/**
 * Bundles the commands, each in a file of its own beside what they share, so that a process loads only what its command
 * needs. Gives back the file to load.
 * @throws Error if the source cannot be bundled
 */
export async function buildCli(folder: string = CLI_FOLDER): Promise<string> {
  const { outputFiles, metafile } = await build({
    absWorkingDir: ROOT,
    entryPoints: [ENTRY],
    outdir: folder,
    // Every content has a name of its own, so that two processes that bundle at the same time write the same files.
    entryNames: '[name]-[hash]',
    chunkNames: '[name]-[hash]',
    outExtension: { '.js': '.mjs' },
    bundle: true,
    splitting: true,
    minify: true,
    platform: 'node',
    target: 'node22',
    format: 'esm',
    // A few of the packages are CommonJS and ask for modules of Node by `require`.
    banner: { js: "import { createRequire } from 'node:module';const require = createRequire(import.meta.url);" },
    // Its other build loads its parts by a name that no bundler sees.
    alias: { 'jsonc-parser': 'jsonc-parser/lib/esm/main.js' },
    write: false,
    metafile: true,
    logLevel: 'warning',
  });
  for (const { path, contents } of outputFiles) writeOnce(path, contents);
  const outputs = Object.entries(metafile.outputs).toSorted(([, { entryPoint }]) => (entryPoint === ENTRY ? -1 : 0));
  const names = outputs.map(([name]) => name);
  recordBundle(join(ROOT, folder, 'bundled-from.json'), {
    outputs: names,
    inputs: [...Object.keys(metafile.inputs), ...SETTINGS],
    root: ROOT,
  });
  const kept = new Set(names.map((name) => basename(name)));
  for (const name of readdirSync(join(ROOT, folder))) {
    if (name.endsWith('.mjs') && !kept.has(name)) rmSync(join(ROOT, folder, name), { force: true });
  }
  return join(ROOT, names[0] ?? '');
}

/** Another process never sees half a file. */
function writeOnce(path: string, contents: Uint8Array): void {
  if (existsSync(path)) return;
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(`${path}.${process.pid}`, contents);
  renameSync(`${path}.${process.pid}`, path);
}

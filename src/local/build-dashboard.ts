import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { dirname } from 'node:path';
import { type BuildOptions, build } from 'esbuild';

const SOURCE = 'src/dashboard';

const OPTIONS = {
  bundle: true,
  minify: true,
  write: false,
  metafile: true,
  platform: 'browser',
  target: 'es2023',
  format: 'esm',
  charset: 'ascii',
  legalComments: 'inline',
  jsx: 'automatic',
  jsxImportSource: 'preact',
  // Its own configuration is for the checker; without this esbuild would look for one for each file.
  tsconfigRaw: {},
  logLevel: 'warning',
} as const satisfies BuildOptions;

/**
 * Bundles the dashboard into one page with everything in it: it asks no other address for anything.
 * @returns the files that went into it
 * @throws Error if the source cannot be bundled
 */
export async function buildDashboard(outfile: string): Promise<readonly string[]> {
  const [template, script, style] = await Promise.all([
    readFile(`${SOURCE}/page.html`, 'utf8'),
    bundled(`${SOURCE}/main.tsx`),
    bundled(`${SOURCE}/page.css`),
  ]);
  // The replacement is a function because `$&` and the like may stand in a bundle.
  const page = template
    .replace('<style></style>', () => `<style>${style.text}</style>`)
    .replace('<script type="module"></script>', () => `<script type="module">${script.text}</script>`);
  await mkdir(dirname(outfile), { recursive: true });
  await writeFile(outfile, page);
  return [...script.inputs, ...style.inputs];
}

interface Bundled {
  readonly text: string;
  readonly inputs: readonly string[];
}

async function bundled(entry: string): Promise<Bundled> {
  const { outputFiles, metafile } = await build({ ...OPTIONS, entryPoints: [entry] });
  return { text: outputFiles.map(({ text }) => text).join(''), inputs: Object.keys(metafile.inputs) };
}

#!/usr/bin/env node
// Plain JavaScript, because even to strip types of one line takes Node longer than all that follows.
import module from 'node:module';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { currentBundle } from '../src/local/bundle-record.mjs';
import { endWhereHindered } from './hindrance.mjs';

const root = fileURLToPath(new URL('..', import.meta.url));
endWhereHindered(root.slice(0, -1), 'lamplighter');

// A reader that has closed its end of the pipe wants no more: end as a Unix tool that gets the signal does.
process.stdout.on('error', ({ code }) => {
  process.exit(code === 'EPIPE' ? 128 + 13 : 2);
});

module.enableCompileCache(`${root}/node_modules/.cache/lamplighter`);
const { main } = await import(pathToFileURL(await bundle()).href);
process.exitCode = await main(process.argv.slice(2), {
  out: (text) => process.stdout.write(text),
  error: (text) => process.stderr.write(text),
});

/** The file of the bundled commands, which are bundled first where their source has changed. */
async function bundle() {
  const [entry] = currentBundle(`${root}dist/cli/bundled-from.json`, root) ?? [];
  if (entry !== undefined) return `${root}${entry}`;
  try {
    const { buildCli } = await import('../scripts/build-cli.ts');
    return await buildCli();
  } catch (error) {
    process.stderr.write(`lamplighter: the commands could not be bundled: ${String(error.message).split('\n')[0]}\n`);
    process.exit(2);
  }
}

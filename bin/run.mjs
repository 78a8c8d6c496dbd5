// Runs a script of the project, as the scripts in package.json call it: node bin/run.mjs SCRIPT [options].
import { dirname, relative, resolve } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { endWhereHindered } from './hindrance.mjs';

const root = dirname(dirname(fileURLToPath(import.meta.url)));
const [node, , script, ...options] = process.argv;
const name = process.env.npm_lifecycle_event ?? relative(root, resolve(script));
endWhereHindered(root, `npm run ${name}`);

process.argv = [node, resolve(script), ...options];
try {
  await import(pathToFileURL(resolve(script)).href);
} catch (error) {
  if (error.code !== 'ERR_MODULE_NOT_FOUND' || process.env.LAMPLIGHTER_DEBUG) throw error;
  process.stderr.write(`npm run ${name}: ${error.message.split('\n')[0]}; run 'npm ci' again\n`);
  process.exit(2);
}

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
  const reason = inWords(error);
  if (reason === undefined || process.env.LAMPLIGHTER_DEBUG) throw error;
  process.stderr.write(`npm run ${name}: ${reason}\n`);
  process.exit(2);
}

/** What whoever called the script can mend; undefined for any other failure. */
function inWords({ code = '', message }) {
  const [first] = String(message).split(/\n|\. /);
  if (code === 'ERR_MODULE_NOT_FOUND') return `${first}; run 'npm ci' again`;
  return code.startsWith('ERR_PARSE_ARGS') ? first : undefined;
}

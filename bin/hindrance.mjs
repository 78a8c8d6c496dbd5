// Plain JavaScript that also an old Node reads: it says what the rest would fail at.
import { existsSync } from 'node:fs';

/**
 * Why nothing of the project can run, and what to do about it; undefined where it can.
 * @param {string} root The folder of the project.
 * @param {string} version That of Node, as `process.versions.node` has it.
 */
export function hindrance(root, version) {
  if (!existsSync(`${root}/node_modules/.bin`)) return `the packages are not installed: run 'npm ci' in ${root}`;
  if (!runsTypeScript(version))
    return `Node ${version} is too old: it takes 22.18 or newer. 'npm ci' has brought one along, which 'npm start', 'npm run' and 'npx lamplighter' use`;
  return undefined;
}

/** From 22.18 and 23.6 on Node strips types (https://nodejs.org/api/typescript.html); `engines` in package.json says the same. */
function runsTypeScript(version) {
  const [major, minor] = version.split('.').map(Number);
  return major > 23 || (major === 23 && minor >= 6) || (major === 22 && minor >= 18);
}

/** Ends the process with one line and exit code 2 where nothing can run. */
export function endWhereHindered(root, name) {
  const reason = hindrance(root, process.versions.node);
  if (reason === undefined) return;
  process.stderr.write(`${name}: ${reason}\n`);
  process.exit(2);
}

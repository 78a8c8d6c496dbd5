// Plain JavaScript: what looks whether there is something to bundle has to start faster than the bundle.
import { existsSync, mkdirSync, readFileSync, renameSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

const RECORD = 'bundled-from.json';

/**
 * The entry of the bundle in a folder, if nothing that the bundle was made of has changed since.
 * @param {string} folder of the bundle
 * @param {string} root of the project, which the names of inputs are relative to
 * @returns {string | undefined}
 */
export function currentEntry(folder, root) {
  try {
    const { entry, inputs } = JSON.parse(readFileSync(join(folder, RECORD), 'utf8'));
    const isCurrent = Object.entries(inputs).every(([name, stamp]) => stampOf(join(root, name)) === stamp);
    return isCurrent && existsSync(join(folder, entry)) ? join(folder, entry) : undefined;
  } catch {
    return undefined;
  }
}

/**
 * Remembers beside a bundle what it was made of.
 * @param {string} folder of the bundle
 * @param {{ entry: string, inputs: readonly string[], root: string }} made
 */
export function recordBundle(folder, { entry, inputs, root }) {
  const stamps = Object.fromEntries(inputs.map((name) => [name, stampOf(join(root, name))]));
  mkdirSync(folder, { recursive: true });
  const file = join(folder, RECORD);
  // Two processes may bundle at the same time; each of them leaves a whole record.
  writeFileSync(`${file}.${process.pid}`, JSON.stringify({ entry, inputs: stamps }));
  renameSync(`${file}.${process.pid}`, file);
}

/** @param {string} file */
function stampOf(file) {
  const { mtimeMs, size } = statSync(file);
  return `${mtimeMs} ${size}`;
}

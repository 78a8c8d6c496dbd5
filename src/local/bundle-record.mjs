// Plain JavaScript: what looks whether there is something to bundle has to start faster than the bundle.
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, renameSync, statSync, writeFileSync } from 'node:fs';
import { dirname, resolve } from 'node:path';

/**
 * The files of a bundle, if they are all there and nothing that they were made of has changed since.
 * @param {string} record the file that remembers it
 * @param {string} root of the project, which all names are relative to
 * @returns {readonly string[] | undefined}
 */
export function currentBundle(record, root) {
  try {
    const { outputs, inputs } = JSON.parse(readFileSync(record, 'utf8'));
    const isCurrent = Object.entries(inputs).every(([name, made]) => isUnchanged(resolve(root, name), made));
    return isCurrent && outputs.every((/** @type {string} */ name) => existsSync(resolve(root, name)))
      ? outputs
      : undefined;
  } catch {
    return undefined;
  }
}

/**
 * Remembers what a bundle was made of. A file that changes while it is bundled may count as bundled.
 * @param {string} record
 * @param {{ outputs: readonly string[], inputs: readonly string[], root: string }} made
 */
export function recordBundle(record, { outputs, inputs, root }) {
  const stamps = Object.fromEntries(
    inputs.map((name) => [name, { stamp: stampOf(resolve(root, name)), hash: hashOf(resolve(root, name)) }]),
  );
  mkdirSync(dirname(record), { recursive: true });
  // Two processes may bundle at the same time; each of them leaves a whole record.
  writeFileSync(`${record}.${process.pid}`, JSON.stringify({ outputs, inputs: stamps }));
  renameSync(`${record}.${process.pid}`, record);
}

/**
 * A file that was written again with the same content, as a checkout does, has not changed.
 * @param {string} file
 * @param {{ stamp: string, hash: string }} made
 */
function isUnchanged(file, { stamp, hash }) {
  return stampOf(file) === stamp || hashOf(file) === hash;
}

/** @param {string} file */
function hashOf(file) {
  return createHash('sha256').update(readFileSync(file)).digest('hex');
}

/** @param {string} file */
function stampOf(file) {
  const { mtimeMs, size } = statSync(file);
  return `${mtimeMs} ${size}`;
}

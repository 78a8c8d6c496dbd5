import { randomBytes } from 'node:crypto';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

/** A key is at least so long; what is shorter was not written by us. */
const LEAST = 20;

/** The function key that belongs to a folder of data: commands and bookmarks go on working when everything is started again. */
export function keptKey(folder: string): string {
  const file = join(folder, 'function-key');
  const kept = read(file);
  if (kept.length >= LEAST) return kept;
  const key = randomBytes(24).toString('base64url');
  mkdirSync(folder, { recursive: true });
  writeFileSync(file, `${key}\n`, { mode: 0o600 });
  return key;
}

function read(file: string): string {
  try {
    return readFileSync(file, 'utf8').trim();
  } catch {
    return '';
  }
}

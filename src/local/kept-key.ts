import { randomBytes } from 'node:crypto';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

/** The shortest valid key; a shorter one was not written by this app. */
const LEAST = 20;

/** The function key of a data folder, so that commands and bookmarks still work after a restart. */
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

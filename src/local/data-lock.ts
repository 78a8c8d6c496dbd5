import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { holdLock } from '../emulator/file-lock.ts';

/**
 * Locks a data folder for this process, and creates it if it is missing.
 * @returns the function that releases the lock
 * @throws Error if another process holds it
 */
export function lockData(folder: string): () => void {
  mkdirSync(folder, { recursive: true });
  return holdLock(join(folder, 'in-use.json'), { name: `--data ${folder}`, kind: 'folder' });
}

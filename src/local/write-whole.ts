import { rename, writeFile } from 'node:fs/promises';

/** Writes a file atomically: another process may read it meanwhile, and this one may be killed. */
export async function writeWhole(path: string, text: string): Promise<void> {
  const beside = `${path}.${process.pid}`;
  await writeFile(beside, text);
  await rename(beside, path);
}

import { readdir, readFile } from 'node:fs/promises';
import { join, relative, sep } from 'node:path';
import { zipSync } from 'fflate';

/** One file of a zip. */
export interface ZippedFile {
  readonly path: string;
  /** Uncompressed, in bytes. */
  readonly size: number;
}

/** A zip, and what is in it. */
export interface Zip {
  readonly bytes: Uint8Array;
  readonly files: readonly ZippedFile[];
}

/** The first day that a zip can say: with it the same files give the same bytes, whenever they are packed. */
const NO_DAY = new Date(1980, 0, 1);

/** Packs all files of a folder, in order of their paths. @throws Error if a file cannot be read */
export async function zipFolder(folder: string): Promise<Zip> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  const paths = entries
    .filter((entry) => entry.isFile())
    .map(({ parentPath, name }) => relative(folder, join(parentPath, name)).split(sep).join('/'))
    .toSorted();
  const contents = await Promise.all(paths.map((path) => readFile(join(folder, path))));
  const named = Object.fromEntries(paths.map((path, index) => [path, contents[index] ?? new Uint8Array()]));
  return {
    bytes: zipSync(named, { level: 9, mtime: NO_DAY }),
    files: paths.map((path, index) => ({ path, size: contents[index]?.length ?? 0 })),
  };
}

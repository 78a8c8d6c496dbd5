import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { DocumentFile, DocumentFiles, DocumentKind } from '../ports/documents.ts';

const KINDS = ['schedules', 'policies', 'rules'] as const satisfies readonly DocumentKind[];

/** Documents in the folders `schedules`, `policies` and `rules` of a folder, one JSON file each; none without a folder. */
export function documentFolder(folder: string | undefined): DocumentFiles {
  return {
    read: async () => {
      if (folder === undefined) return [];
      const files: DocumentFile[] = [];
      for (const kind of KINDS) {
        for (const file of await jsonFilesIn(join(folder, kind))) {
          files.push({ kind, file, text: await readFile(join(folder, kind, file), 'utf8') });
        }
      }
      return files;
    },
  };
}

async function jsonFilesIn(folder: string): Promise<readonly string[]> {
  try {
    const names = await readdir(folder);
    return names.filter((name) => name.endsWith('.json')).toSorted();
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return [];
    throw error;
  }
}

import { readdir, readFile, stat } from 'node:fs/promises';
import { join } from 'node:path';
import type { DocumentFile, DocumentFiles, DocumentKind } from '../ports/documents.ts';
import { AppError } from '../ports/errors.ts';

const KINDS = ['schedules', 'policies', 'rules'] as const satisfies readonly DocumentKind[];

/**
 * Documents in the folders `schedules`, `policies` and `rules` of a folder, one JSON file each; none if no folder is set. A
 * folder that is set and not there is an error: nobody would notice that its documents are missing.
 */
export function documentFolder(folder: string | undefined): DocumentFiles {
  return {
    read: async () => {
      if (folder === undefined) return [];
      await requireFolder(folder);
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

async function requireFolder(folder: string): Promise<void> {
  const found = await stat(folder).catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return undefined;
    throw error;
  });
  if (found?.isDirectory() === true) return;
  throw new AppError('Misconfigured', `LAMPLIGHTER_DOCUMENTS names ${folder}, and there is no such folder.`);
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

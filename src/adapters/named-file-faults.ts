import { open, readdir } from 'node:fs/promises';
import type { Config } from '../config/config.ts';

/** Tries the folder and the file that settings name. @returns what is wrong, one sentence each */
export function namedFileFaults(
  config: Pick<Config, 'documentsFolder' | 'retailPrices'>,
): () => Promise<readonly string[]> {
  const { documentsFolder: folder, retailPrices } = config;
  const file = retailPrices?.file;
  return async () => {
    const faults = await Promise.all([
      folder === undefined ? [] : faultOf('LAMPLIGHTER_DOCUMENTS', folder, () => readdir(folder)),
      file === undefined ? [] : faultOf('LAMPLIGHTER_RETAIL_PRICES', file, async () => (await open(file)).close()),
    ]);
    return faults.flat();
  };
}

async function faultOf(setting: string, path: string, read: () => Promise<unknown>): Promise<readonly string[]> {
  try {
    await read();
    return [];
  } catch (error) {
    const { code = String(error) } = error as NodeJS.ErrnoException;
    return [`${setting} names ${path}, which ${code === 'ENOENT' ? 'is not there' : `cannot be read (${code})`}`];
  }
}

import { constants } from 'node:fs';
import { open } from 'node:fs/promises';
import { readAnswer } from './read-answer.ts';
import { type Ask, type Signal, unknown } from './signal.ts';

/** A file that the application writes anew as long as it lives. */
export interface FileSource {
  readonly file: string;
  readonly maxAgeMs: number;
}

const MOST_BYTES = 64 * 1024;

/**
 * Reads the application's health in a file: `healthy`, `unhealthy` or a Rich Health State. It counts only if the file was
 * written within its greatest age; a file of the future, whose age nobody knows, does not. An empty file says nothing: it
 * may be just being written.
 */
export function askFile({ file, maxAgeMs }: FileSource): Ask {
  return async () => {
    try {
      return await readSignal(file, maxAgeMs);
    } catch (error) {
      const { code } = error as NodeJS.ErrnoException;
      return unknown(code === 'ENOENT' ? 'no such file' : 'file cannot be read');
    }
  };
}

async function readSignal(file: string, maxAgeMs: number): Promise<Signal> {
  // `open` would wait for somebody to write, were it a pipe.
  const handle = await open(file, constants.O_RDONLY | (constants.O_NONBLOCK ?? 0));
  try {
    const facts = await handle.stat();
    if (!facts.isFile()) return unknown('not a file');
    if (Math.abs(Date.now() - facts.mtimeMs) > maxAgeMs) return unknown(`not written within ${maxAgeMs / 1000} s`);
    if (facts.size > MOST_BYTES) return unknown(`file of more than ${MOST_BYTES / 1024} KiB`);
    const { state, metrics } = readAnswer(await handle.readFile('utf8'));
    if (state === undefined) return unknown('file not understood');
    return { state, reason: `file says ${state.toLowerCase()}`, ...(metrics && { metrics }) };
  } finally {
    await handle.close();
  }
}

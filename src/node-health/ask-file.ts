import { constants } from 'node:fs';
import { open } from 'node:fs/promises';
import { readAnswer } from './read-answer.ts';
import { type Ask, type Signal, unknown } from './signal.ts';

/** A file that the application keeps rewriting while it runs. */
export interface FileSource {
  readonly file: string;
  readonly maxAgeMs: number;
}

const MOST_BYTES = 64 * 1024;

/**
 * Reads the health of the application from a file: `healthy`, `unhealthy` or a Rich Health State. The health is unknown if the
 * file was last written more than `maxAgeMs` before now, or more than that after now. An empty file is unknown: it may be in
 * the middle of a write. At most one read is under way: one of a file system that hangs cannot be ended and keeps a thread of
 * the process, and further reads would take the threads that everything else needs.
 */
export function askFile(source: FileSource, read: (source: FileSource) => Promise<Signal> = signalIn): Ask {
  let reading: Promise<Signal> | undefined;
  return () => {
    reading ??= read(source).finally(() => {
      reading = undefined;
    });
    return reading;
  };
}

async function signalIn({ file, maxAgeMs }: FileSource): Promise<Signal> {
  try {
    return await readSignal(file, maxAgeMs);
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    return unknown(code === 'ENOENT' ? 'no such file' : 'file cannot be read');
  }
}

async function readSignal(file: string, maxAgeMs: number): Promise<Signal> {
  // Without O_NONBLOCK, `open` of a pipe waits for a writer.
  const handle = await open(file, constants.O_RDONLY | (constants.O_NONBLOCK ?? 0));
  try {
    const facts = await handle.stat();
    if (!facts.isFile()) return unknown('not a file');
    const isLarge = facts.size > MOST_BYTES;
    const text = isLarge ? '' : await handle.readFile('utf8');
    // After the read, which may have taken long.
    if (Math.abs(Date.now() - facts.mtimeMs) > maxAgeMs) return unknown(`not written within ${maxAgeMs / 1000} s`);
    if (isLarge) return unknown(`file of more than ${MOST_BYTES / 1024} KiB`);
    const { state, metrics } = readAnswer(text);
    if (state === undefined) return unknown('file not understood');
    return { state, reason: `file says ${state.toLowerCase()}`, ...(metrics && { metrics }) };
  } finally {
    await handle.close();
  }
}

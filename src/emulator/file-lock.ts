import { readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import * as z from 'zod';

/** The process that uses a file or a folder. */
const HOLDER = z.object({
  pid: z.int(),
  /**
   * When the process began, as the system counts it, because another process may get its number later. Not known on every
   * system.
   */
  begun: z.string().optional(),
});

type Holder = z.infer<typeof HOLDER>;

/** What a lock is for, as the user names it: `--data DIR`, a `folder`. */
export interface Locked {
  readonly name: string;
  readonly kind: 'file' | 'folder';
}

/**
 * Locks a file or a folder for this process: two processes that write to it would lose each other's data. The lock of a process
 * that has ended is ignored.
 * @param lock the file that is the lock
 * @returns the function that releases the lock
 * @throws Error if another process holds it
 */
export function holdLock(lock: string, { name, kind }: Locked): () => void {
  while (!create(lock)) {
    const holder = holderIn(lock);
    if (holder !== undefined && isRunning(holder)) {
      throw new Error(`${name} is in use by process ${holder.pid}; end that process, or choose another ${kind}.`);
    }
    discard(lock);
  }
  return () => rmSync(lock, { force: true });
}

function create(file: string): boolean {
  try {
    writeFileSync(file, JSON.stringify({ pid: process.pid, begun: beginningOf(process.pid) }), { flag: 'wx' });
    return true;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'EEXIST') return false;
    throw error;
  }
}

function holderIn(file: string): Holder | undefined {
  try {
    return HOLDER.parse(JSON.parse(readFileSync(file, 'utf8')));
  } catch {
    return undefined;
  }
}

function isRunning({ pid, begun }: Holder): boolean {
  if (begun !== undefined) return beginningOf(pid) === begun;
  try {
    return process.kill(pid, 0);
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
}

/** The boot of the machine and the tick at which a process began. Only Linux reports them. */
function beginningOf(pid: number): string | undefined {
  try {
    const boot = readFileSync('/proc/sys/kernel/random/boot_id', 'utf8').trim();
    // The process name, in parentheses, may contain spaces; the fields after it contain none.
    const fields = readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ').at(-1)?.split(' ');
    return `${boot} ${fields?.[19]}`;
  } catch {
    return undefined;
  }
}

/** Of two processes that find the same stale lock, only one removes it. */
function discard(file: string): void {
  const old = `${file}.${process.pid}`;
  try {
    renameSync(file, old);
    rmSync(old, { force: true });
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ENOENT') throw error;
  }
}

import { mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import * as z from 'zod';

/** Who uses a folder of data. */
const HOLDER = z.object({
  pid: z.int(),
  /** When the process began, as the system counts it: another process may have its number later. Not known everywhere. */
  begun: z.string().optional(),
});

type Holder = z.infer<typeof HOLDER>;

const FILE = 'in-use.json';

/**
 * Takes a folder of data for this process; two that write into it would each lose what the other writes. A lock of a
 * process that has ended counts no more. Gives back the way to release it.
 * @throws Error if another process has it
 */
export function lockData(folder: string): () => void {
  mkdirSync(folder, { recursive: true });
  const file = join(folder, FILE);
  while (!create(file)) {
    const holder = holderIn(file);
    if (holder !== undefined && isRunning(holder)) {
      throw new Error(
        `--data ${folder} is in use by process ${holder.pid}; end that process, or choose another folder.`,
      );
    }
    discard(file);
  }
  return () => rmSync(file, { force: true });
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

/** The boot of the machine and the tick at which a process began. Linux says so; elsewhere it is not known. */
function beginningOf(pid: number): string | undefined {
  try {
    const boot = readFileSync('/proc/sys/kernel/random/boot_id', 'utf8').trim();
    // The name of a process, in parentheses, may have spaces in it; what follows has none.
    const fields = readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ').at(-1)?.split(' ');
    return `${boot} ${fields?.[19]}`;
  } catch {
    return undefined;
  }
}

/** Of two processes that find the same old lock, only one takes it away. */
function discard(file: string): void {
  const old = `${file}.${process.pid}`;
  try {
    renameSync(file, old);
    rmSync(old, { force: true });
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ENOENT') throw error;
  }
}

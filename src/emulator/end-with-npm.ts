import { readFileSync } from 'node:fs';

/** How often the starters are looked for, in milliseconds: nobody waits for it. */
const LOOK_MS = 300;

/**
 * Calls `end` once, when npm or the shell that npm started this process with has ended. npm passes a signal on to the shell
 * only, and the shell ends without its child; without this the child would keep its ports.
 */
export function endWithNpm(end: () => void): void {
  if (process.env['npm_lifecycle_event'] === undefined) return;
  const starters = startersNow();
  const timer = setInterval(() => {
    if (startersNow() === starters) return;
    clearInterval(timer);
    end();
  }, LOOK_MS);
  timer.unref();
}

/** The shell and npm. Whoever loses its parent gets another one. */
function startersNow(): string {
  return `${process.ppid} ${parentOf(process.ppid)}`;
}

/** Known on Linux only; elsewhere the shell alone is watched. */
function parentOf(pid: number): string | undefined {
  try {
    return /^PPid:\s+(\d+)$/m.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1];
  } catch {
    return undefined;
  }
}

import { readFileSync } from 'node:fs';

/** How often the parent process is checked, in milliseconds. */
const LOOK_MS = 300;

/**
 * Ctrl-C in a terminal sends two signals: one from the terminal, and one that npm passes on. A further signal ends the process
 * at once.
 */
const MOST_SIGNALS = 2;

/** The end of this process. */
export interface OrderlyEnd {
  /** Sets what is closed before the process ends; until then it ends at once. */
  closeFirst(close: () => Promise<unknown>): void;
}

/**
 * Ends this process on a signal, and together with npm, which started it. A signal to npm alone is passed to its child. The
 * scripts begin with `exec` so that this process is that child: a shell in between would end without its own child (SIGTERM),
 * or wait for it and pass nothing on (SIGINT). If npm is killed, the parent process changes. npm passes nothing on in its first
 * moments: if it ended then, this process is an orphan from the beginning, and ends at once.
 */
export function orderlyEnd(): OrderlyEnd {
  let end = (): void => process.exit(1);
  watchNpm(() => end());
  return {
    closeFirst: (close) => {
      let isClosing = false;
      end = () => {
        if (!isClosing) void close().finally(() => process.exit(0));
        isClosing = true;
      };
      let signals = 0;
      const hear = () => {
        signals += 1;
        if (signals > MOST_SIGNALS) process.exit(1);
        end();
      };
      for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, hear);
    },
  };
}

function watchNpm(end: () => void): void {
  if (process.env['npm_lifecycle_event'] === undefined) return;
  const parent = process.ppid;
  if (parent === ADOPTER && !isNpm(parent)) end();
  const timer = setInterval(() => {
    if (process.ppid === parent) return;
    clearInterval(timer);
    end();
  }, LOOK_MS);
  timer.unref();
}

/** The process that adopts orphans. In a container, it can be npm itself. */
const ADOPTER = 1;

function isNpm(pid: number): boolean {
  try {
    return /npm|yarn|bun/.test(readFileSync(`/proc/${pid}/cmdline`, 'utf8'));
  } catch {
    return false;
  }
}

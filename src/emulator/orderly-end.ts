/** How often the parent is looked for, in milliseconds: nobody waits for it. */
const LOOK_MS = 300;

/** Ctrl-C in a terminal comes twice: from the terminal, and from npm, which passes its own on. Whoever presses again means now. */
const MOST_SIGNALS = 2;

/** The end of this process. */
export interface OrderlyEnd {
  /** Says what is to be closed before it; until then it ends at once. */
  closeFirst(close: () => Promise<unknown>): void;
}

/**
 * Ends this process by a signal, and with npm, which started it. A signal to npm alone goes to its child. The scripts begin
 * with `exec`, so that this is that child: a shell between the two would end without its own child (SIGTERM), or wait for it
 * and pass nothing on (SIGINT). What kills npm is noticed by the new parent.
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
  const timer = setInterval(() => {
    if (process.ppid === parent) return;
    clearInterval(timer);
    end();
  }, LOOK_MS);
  timer.unref();
}

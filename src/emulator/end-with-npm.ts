/** How often the parent is looked for, in milliseconds: nobody waits for it. */
const LOOK_MS = 300;

/**
 * Calls `end` once, when npm, which started this process, has ended without a signal to it. A signal to npm alone goes to its
 * child. The scripts begin with `exec`, so that this is that child: a shell between the two would end without its own child
 * (SIGTERM), or wait for it and pass nothing on (SIGINT). What kills npm is noticed by the new parent.
 */
export function endWithNpm(end: () => void): void {
  if (process.env['npm_lifecycle_event'] === undefined) return;
  const parent = process.ppid;
  const timer = setInterval(() => {
    if (process.ppid === parent) return;
    clearInterval(timer);
    end();
  }, LOOK_MS);
  timer.unref();
}

import { type Ask, type Signal, unknown } from './signal.ts';

/** The time limit of each probe, and the signal that ends all probes early. */
export interface Patience {
  readonly timeoutMs: number;
  readonly closing: AbortSignal;
}

/** Runs a probe, and always resolves in time: a probe that is late or fails is unknown. On return, the probe has been aborted. */
export function askWithin(ask: Ask, { timeoutMs, closing }: Patience): Promise<Signal> {
  const asking = new AbortController();
  const outcome = new Promise<Signal>((resolve) => {
    const giveUp = (reason: string) => () => resolve(unknown(reason));
    const late = setTimeout(giveUp(`no answer within ${timeoutMs / 1000} s`), timeoutMs);
    const end = giveUp('no longer asked');
    closing.addEventListener('abort', end, { once: true });
    asking.signal.addEventListener('abort', () => {
      clearTimeout(late);
      closing.removeEventListener('abort', end);
    });
    if (closing.aborted) end();
    // An `ask` that throws synchronously counts as failed.
    Promise.resolve(asking.signal).then(ask).then(resolve, giveUp('cannot be asked'));
  });
  // Not earlier: how a probe reacts to its abort is not its result.
  return outcome.finally(() => asking.abort());
}

import { type Ask, type Signal, unknown } from './signal.ts';

/** How long one side has to answer, and what ends all asking early. */
export interface Patience {
  readonly timeoutMs: number;
  readonly closing: AbortSignal;
}

/**
 * Asks one side and always has a signal in time: late is unknown, and so is whatever goes wrong. When it returns, the side
 * has been told to stop.
 */
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
    // An `ask` that throws at once is one that fails.
    Promise.resolve(asking.signal).then(ask).then(resolve, giveUp('cannot be asked'));
  });
  // Only now: what a side makes of being stopped is not its answer.
  return outcome.finally(() => asking.abort());
}

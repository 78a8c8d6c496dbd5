import type { Mishap } from './fault.ts';

/** How long a slow answer is held back where nothing else is said: longer than a client likes, shorter than it waits. */
export const SLOW_MILLISECONDS = 3000;

/**
 * Ids that mean trouble. Every request that changes something under a pool, job or task whose id contains one of these
 * goes wrong, always and by name, so that a test needs no other preparation. Creating the thing itself works, and so
 * does reading; only the pages of lists can be slow. Where several apply the first of this list does.
 *
 * | in the id | what comes of it |
 * |---|---|
 * | `-fault-throttled` | 429 `TooManyRequests`, `Retry-After: 1`; nothing happens |
 * | `-fault-busy` | 503 `ServerBusy`, `Retry-After: 1`; nothing happens |
 * | `-fault-error-after` | 500 `InternalError`; it has taken effect |
 * | `-fault-error` | 500 `InternalError`; nothing happens |
 * | `-fault-lost` | it has taken effect, and the connection closes without an answer |
 * | `-fault-reset` | the connection closes before anything happens |
 * | `-fault-slow` | it takes effect, and the answer comes after `SLOW_MILLISECONDS` of real time |
 * | `-fault-vanish` | the node that the request names is gone before the request is looked at |
 * | `-fault-pages` | every page of a list under it comes after `SLOW_MILLISECONDS` of real time |
 */
export const SENTINELS = [
  ['-fault-throttled', mishap('refuse', 'TooManyRequests')],
  ['-fault-busy', mishap('refuse', 'ServerBusy')],
  ['-fault-error-after', mishap('fail-after', 'InternalError')],
  ['-fault-error', mishap('refuse', 'InternalError')],
  ['-fault-lost', mishap('lose-answer', 'InternalError')],
  ['-fault-reset', mishap('reset', 'InternalError')],
  ['-fault-slow', mishap('slow', 'InternalError')],
  ['-fault-vanish', mishap('vanish', 'InternalError')],
  ['-fault-pages', mishap('slow', 'InternalError'), 'lists'],
] as const satisfies readonly (readonly [part: string, mishap: Mishap, kind?: 'lists'])[];

/** What goes wrong with changes, or with lists, under things with these ids; `undefined` if none of them means trouble. */
export function mishapOf(ids: readonly string[], kind: 'changes' | 'lists'): Mishap | undefined {
  return SENTINELS.find(
    ([part, , goesFor = 'changes']) => goesFor === kind && ids.some((id) => id.toLowerCase().includes(part)),
  )?.[1];
}

function mishap(effect: Mishap['effect'], code: Mishap['code']): Mishap {
  return { effect, code, retryAfter: undefined, milliseconds: SLOW_MILLISECONDS };
}

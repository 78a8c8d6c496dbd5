import type { FaultBehavior } from '../world/fault.ts';

/** How long a slow answer is held back where nothing else is said: longer than a client likes, shorter than it waits. */
export const SLOW_MILLISECONDS = 3000;

/**
 * Ids that inject a fault. Every request that changes something under a pool, job or task whose id contains one of these
 * gets the fault, always, so that a test needs no other preparation. Creating the thing itself works, and so
 * does reading; only the pages of lists can be slow. Where several apply the first of this list does.
 *
 * | in the id | effect |
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
  ['-fault-throttled', behavior('refuse', 'TooManyRequests')],
  ['-fault-busy', behavior('refuse', 'ServerBusy')],
  ['-fault-error-after', behavior('fail-after', 'InternalError')],
  ['-fault-error', behavior('refuse', 'InternalError')],
  ['-fault-lost', behavior('lose-answer', 'InternalError')],
  ['-fault-reset', behavior('reset', 'InternalError')],
  ['-fault-slow', behavior('slow', 'InternalError')],
  ['-fault-vanish', behavior('vanish', 'InternalError')],
  ['-fault-pages', behavior('slow', 'InternalError'), 'lists'],
] as const satisfies readonly (readonly [part: string, behavior: FaultBehavior, kind?: 'lists'])[];

/** The fault of changes, or of lists, under resources with these ids; `undefined` if none of them is a sentinel id. */
export function sentinelFault(ids: readonly string[], kind: 'changes' | 'lists'): FaultBehavior | undefined {
  return SENTINELS.find(
    ([part, , goesFor = 'changes']) => goesFor === kind && ids.some((id) => id.toLowerCase().includes(part)),
  )?.[1];
}

function behavior(effect: FaultBehavior['effect'], code: FaultBehavior['code']): FaultBehavior {
  return { effect, code, retryAfter: undefined, milliseconds: SLOW_MILLISECONDS };
}

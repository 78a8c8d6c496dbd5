import type { PipelinePolicy } from '@azure/core-rest-pipeline';
import { describeError } from '../../../core/text/describe-error.ts';
import type { StillMay } from '../../../ports/still-may.ts';
import { mayHaveArrivedBefore } from './attempts.ts';

const RIGHTS = new WeakMap<object, StillMay>();

/** The signal of a request that is to be sent, also again, only as long as it may be. The SDK passes it on to the policies. */
export function signalWith(stillMay: StillMay): AbortSignal {
  const { signal } = new AbortController();
  RIGHTS.set(signal, stillMay);
  return signal;
}

/** A request was not sent, or not sent again, because its right was over. */
export class Withheld extends Error {
  /** May an earlier attempt have taken effect? */
  readonly mayHaveArrived: boolean;

  constructor(mayHaveArrived: boolean, cause: unknown) {
    super(`not requested: ${describeError(cause)}`, { cause });
    this.name = 'Withheld';
    this.mayHaveArrived = mayHaveArrived;
  }
}

/**
 * Asks before each attempt whether the request may still be sent: before it, a process can wait for throttling or a retry, or be
 * suspended. Its place is behind the policy that watches the attempts, and behind all that wait.
 */
export const requireRight: PipelinePolicy = {
  name: 'batchRightPolicy',
  sendRequest: async (request, next) => {
    const stillMay = request.abortSignal && RIGHTS.get(request.abortSignal);
    try {
      await stillMay?.();
    } catch (cause) {
      throw new Withheld(mayHaveArrivedBefore(request), cause);
    }
    return next(request);
  },
};

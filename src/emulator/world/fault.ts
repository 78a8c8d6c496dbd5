import type { Chance } from './chance.ts';

/**
 * How a fault shows.
 * - `refuse`: the request is answered with an error and changes nothing
 * - `fail-after`: it takes effect and is answered with an error all the same
 * - `lose-answer`: it takes effect and the connection closes without an answer
 * - `reset`: the connection closes before anything happens
 * - `slow`: it takes effect, and the answer is held back for real milliseconds
 * - `vanish`: the node that the request names is gone before the request is looked at
 */
export const EFFECTS = ['refuse', 'fail-after', 'lose-answer', 'reset', 'slow', 'vanish'] as const;

/** The codes that errors of faults may have. */
export const FAULT_CODES = ['TooManyRequests', 'ServerBusy', 'InternalError', 'OperationTimedOut'] as const;

/** What an injected fault does to one request. */
export interface FaultBehavior {
  readonly effect: (typeof EFFECTS)[number];
  /** The code of the error. */
  readonly code: (typeof FAULT_CODES)[number];
  /** Seconds of the `Retry-After` header; without it 1 with 429 and 503, and none with other errors. */
  readonly retryAfter: number | undefined;
  /** How long a `slow` answer is held back. */
  readonly milliseconds: number;
}

/** A fault to inject into requests that match; a property that it leaves out matches every request. */
export interface Fault extends FaultBehavior {
  /** The operation it is for, such as `Nodes_DeallocateNode`. */
  readonly operation: string | undefined;
  /** The path it is for, in any letter case: `*` is any text, slashes included. */
  readonly path: string | undefined;
  readonly method: string | undefined;
  readonly account: string | undefined;
  /** 0 to 1: it happens for ever, to this share of the requests, and `times` does not count. */
  readonly probability: number | undefined;
  /** What its chance is drawn from; without it that is the chance of the world. */
  readonly seed: number | undefined;
  readonly chance: Chance | undefined;
  /** How many more requests it happens to. */
  times: number;
}

/** What a fault looks at. */
export interface FaultTarget {
  readonly operation: string;
  readonly path: string;
  readonly method: string;
  readonly account: string;
  /** The request names a node in its path. */
  readonly namesNode: boolean;
}

import type { Chance } from './chance.ts';

/**
 * The effect of a fault.
 * - `refuse`: the request is answered with an error and changes nothing
 * - `fail-after`: it takes effect, but is answered with an error
 * - `lose-answer`: it takes effect, and the connection closes without an answer
 * - `reset`: the connection closes before anything happens
 * - `slow`: it takes effect, and the answer is delayed by real milliseconds
 * - `vanish`: the node in the request is removed before the request is handled
 */
export const EFFECTS = ['refuse', 'fail-after', 'lose-answer', 'reset', 'slow', 'vanish'] as const;

/** The codes that errors of faults may have. */
export const FAULT_CODES = ['TooManyRequests', 'ServerBusy', 'InternalError', 'OperationTimedOut'] as const;

/** What an injected fault does to one request. */
export interface FaultBehavior {
  readonly effect: (typeof EFFECTS)[number];
  /** The code of the error. */
  readonly code: (typeof FAULT_CODES)[number];
  /** Seconds of the `Retry-After` header; by default 1 for 429 and 503, and no header for other errors. */
  readonly retryAfter: number | undefined;
  /** The delay of a `slow` answer. */
  readonly milliseconds: number;
}

/** A fault to inject into requests that match; a property that it leaves out matches every request. */
export interface Fault extends FaultBehavior {
  /** The operation that it affects, such as `Nodes_DeallocateNode`. */
  readonly operation: string | undefined;
  /** The path that it affects, in any letter case: `*` is any text, slashes included. */
  readonly path: string | undefined;
  readonly method: string | undefined;
  readonly account: string | undefined;
  /** 0 to 1: the share of requests that it affects, without end; `times` is then ignored. */
  readonly probability: number | undefined;
  /** The seed of its random numbers; by default it uses those of the world. */
  readonly seed: number | undefined;
  readonly chance: Chance | undefined;
  /** How many more requests it affects. */
  times: number;
}

/** The request to which faults are compared. */
export interface FaultTarget {
  readonly operation: string;
  readonly path: string;
  readonly method: string;
  readonly account: string;
  /** Does the path of the request name a node? */
  readonly namesNode: boolean;
}

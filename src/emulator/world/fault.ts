/**
 * Something that goes wrong on purpose, for the next requests that match.
 * - `refuse`: the request is answered with an error and changes nothing
 * - `fail-after`: it takes effect and is answered with an error all the same
 * - `lose-answer`: it takes effect and the connection closes without an answer
 * - `reset`: the connection closes before anything happens
 */
export interface Fault {
  readonly effect: 'refuse' | 'fail-after' | 'lose-answer' | 'reset';
  /** The operation it is for, such as `Nodes_DeallocateNode`; every one without it. */
  readonly operation: string | undefined;
  /** The code of the error. */
  readonly code: 'TooManyRequests' | 'ServerBusy' | 'InternalError' | 'OperationTimedOut';
  /** Seconds of the `Retry-After` header; none without it. */
  readonly retryAfter: number | undefined;
  /** How many more requests it happens to. */
  times: number;
}

/** Takes the fault that happens to a request for an operation, if there is one. */
export function takeFault(faults: Fault[], operation: string): Fault | undefined {
  const index = faults.findIndex((fault) => fault.operation === undefined || fault.operation === operation);
  const fault = faults[index];
  if (fault === undefined) return undefined;
  fault.times -= 1;
  if (fault.times <= 0) faults.splice(index, 1);
  return fault;
}

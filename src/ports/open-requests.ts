import type { Temporal } from 'temporal-polyfill';
import type { PowerAct } from '../core/pool/act.ts';
import type { PoolName } from '../core/pool/pool-name.ts';

/** A request of a person that has not ended. */
export interface OpenRequest {
  readonly pool: PoolName;
  readonly action: PowerAct;
  readonly correlation: string;
  /** In real time: when its message was last queued. */
  readonly sentAt: Temporal.Instant;
  /** In real time: the request is given up then. */
  readonly deadline: Temporal.Instant;
}

/** The open requests, and the rows that cannot be read as one. */
export interface ListedRequests {
  readonly requests: readonly OpenRequest[];
  /** One sentence for each row that cannot be read, with what to do about it. */
  readonly problems: readonly string[];
}

/** The accepted requests that have not ended. They show which requests have lost their message. */
export interface OpenRequests {
  /** A row that cannot be read is told and does not hide the others. */
  list(): Promise<ListedRequests>;
  /** Stores a request, or replaces the stored one. */
  put(request: OpenRequest): Promise<void>;
  /** Does nothing if there is no such request. */
  delete(request: Pick<OpenRequest, 'pool' | 'correlation'>): Promise<void>;
}

export interface HasOpenRequests {
  readonly openRequests: OpenRequests;
}

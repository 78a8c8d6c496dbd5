import type { Temporal } from 'temporal-polyfill';
import type { PowerAct } from '../core/pool/act.ts';
import type { PoolName } from '../core/pool/pool-name.ts';

/** A request of a person that has not come to its end. */
export interface OpenRequest {
  readonly pool: PoolName;
  readonly action: PowerAct;
  readonly correlation: string;
  /** In real time: when its message was last sent. */
  readonly sentAt: Temporal.Instant;
  /** In real time: then it is given up. */
  readonly deadline: Temporal.Instant;
}

/** Requests of people that were accepted and have not come to their end: a message that is lost is missed by them. */
export interface OpenRequests {
  list(): Promise<readonly OpenRequest[]>;
  /** Writes a request over what is there of it. */
  put(request: OpenRequest): Promise<void>;
  /** Nothing happens if there is none. */
  delete(request: Pick<OpenRequest, 'pool' | 'correlation'>): Promise<void>;
}

export interface HasOpenRequests {
  readonly openRequests: OpenRequests;
}

import type { Temporal } from 'temporal-polyfill';
import type { NodeChoice } from '../core/plan/plan-manual-request.ts';
import type { PowerAct } from '../core/pool/act.ts';
import type { PoolName } from '../core/pool/pool-name.ts';

/** A request to start or deallocate nodes of a pool. */
export interface AskedAct {
  readonly pool: PoolName;
  readonly action: PowerAct;
  readonly nodes: NodeChoice;
  /** The reason, for people, on one line. */
  readonly reason: string;
  /** Until then the act takes precedence over the schedules; if `undefined`, until their next edge. */
  readonly until: Temporal.Instant | undefined;
  readonly actor: string;
  /** The correlation of all acts and records of the request. A request with the same correlation is carried out only once. */
  readonly correlation: string;
  readonly at: Temporal.Instant;
  /** The caller confirmed that the request is carried out despite an emergency stop. */
  readonly despiteStop?: boolean | undefined;
}

/** What tells a request from all others, and who has made it. */
export type RequestName = Pick<AskedAct, 'pool' | 'action' | 'actor' | 'correlation'>;

/** A queued request, with what delays it. */
export interface QueuedAct extends AskedAct {
  /** By the app's clock: the request waits for a budget until then. */
  readonly notBefore?: Temporal.Instant | undefined;
  /** In real time: the request is given up then. */
  readonly deadline: Temporal.Instant;
}

/** Requests that wait to be carried out. */
export interface ActQueue {
  /** `delay` is in real time. */
  send(act: QueuedAct, delay?: Temporal.Duration): Promise<void>;
}

export interface HasActQueue {
  readonly acts: ActQueue;
}

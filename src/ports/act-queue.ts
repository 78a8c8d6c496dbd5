import type { Temporal } from 'temporal-polyfill';
import type { NodeChoice } from '../core/plan/plan-manual-request.ts';
import type { PowerAct } from '../core/pool/act.ts';
import type { PoolName } from '../core/pool/pool-name.ts';

/** Nodes of a pool that somebody asks to be started or deallocated. */
export interface AskedAct {
  readonly pool: PoolName;
  readonly action: PowerAct;
  readonly nodes: NodeChoice;
  /** For people: why. One line. */
  readonly reason: string;
  /** Until then it holds whatever the schedules say; until their next edge without it. */
  readonly until: Temporal.Instant | undefined;
  readonly actor: string;
  /** Of everything that comes of it. The same correlation is the same request: it is carried out once. */
  readonly correlation: string;
  readonly at: Temporal.Instant;
  /** Whoever asks has said that it is carried out although an emergency stop holds. */
  readonly despiteStop?: boolean | undefined;
}

/** A request on its way, and what holds it up. */
export interface QueuedAct extends AskedAct {
  /** Not before then, where a budget has to be waited for; by the app's clock. */
  readonly notBefore?: Temporal.Instant | undefined;
  /** In real time: then it is given up. */
  readonly deadline: Temporal.Instant;
}

/** Requests that wait to be carried out. */
export interface ActQueue {
  /** `delay` is real time. */
  send(act: QueuedAct, delay?: Temporal.Duration): Promise<void>;
}

export interface HasActQueue {
  readonly acts: ActQueue;
}

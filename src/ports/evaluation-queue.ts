import type { Temporal } from 'temporal-polyfill';
import type { PoolFacts } from '../core/pool/snapshot.ts';

/** The request to evaluate one pool, with what the tick has seen of it already. */
export interface EvaluationRequest {
  readonly tick: Temporal.Instant;
  readonly correlation: string;
  readonly facts: PoolFacts;
  readonly fingerprint: string;
}

export interface EvaluationQueue {
  send(request: EvaluationRequest): Promise<void>;
  /** About how many requests wait. */
  length(): Promise<number>;
}

export interface HasEvaluationQueue {
  readonly evaluations: EvaluationQueue;
}

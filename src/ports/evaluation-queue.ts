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
  /** Sends requests, each once; many of them share messages. */
  send(requests: readonly EvaluationRequest[]): Promise<void>;
  /** About how many messages wait. */
  length(): Promise<number>;
}

export interface HasEvaluationQueue {
  readonly evaluations: EvaluationQueue;
}

import type { Temporal } from 'temporal-polyfill';
import type { PoolFacts } from '../core/pool/snapshot.ts';
import { AppError } from './errors.ts';

/** The request to evaluate one pool, with what the tick has seen of it already. */
export interface EvaluationRequest {
  readonly tick: Temporal.Instant;
  readonly correlation: string;
  readonly facts: PoolFacts;
  readonly fingerprint: string;
}

export interface EvaluationQueue {
  /**
   * Sends requests, each once; many of them share messages.
   * @throws RequestsUnsent for those whose messages could not be sent; the others were
   */
  send(requests: readonly EvaluationRequest[]): Promise<void>;
  /** About how many messages wait. */
  length(): Promise<number>;
  /** How long the first message has waited that nobody processes now; `undefined` if there is none. */
  longestWait(): Promise<Temporal.Duration | undefined>;
}

/** So many pools are named; the tick keeps what it says. */
const MOST_NAMED = 10;

/** Some requests could not be sent. */
export class RequestsUnsent extends AppError {
  constructor(requests: readonly EvaluationRequest[], cause: unknown) {
    const pools = requests.slice(0, MOST_NAMED).map(({ facts: { account, poolId } }) => `${account}/${poolId}`);
    const others = requests.length > MOST_NAMED ? ` and ${requests.length - MOST_NAMED} more pools` : '';
    super('StorageUnavailable', `No evaluation of ${pools.join(', ')}${others} could be asked for.`, { cause });
    this.name = 'RequestsUnsent';
  }
}

export interface HasEvaluationQueue {
  readonly evaluations: EvaluationQueue;
}

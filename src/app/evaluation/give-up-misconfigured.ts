import { Temporal } from 'temporal-polyfill';
import { poolKey } from '../../core/pool/pool-key.ts';
import { isBefore } from '../../core/time/instants.ts';
import { AppError } from '../../ports/errors.ts';
import type { EvaluationRequest } from '../../ports/evaluation-queue.ts';
import type { EvaluationReport } from './evaluate-pool.ts';
import {
  givenUpPools,
  type PoisonRecordPorts,
  recordPoisonedEvaluation,
  recordResumedEvaluation,
} from './record-poisoned-evaluation.ts';

/** The pools whose evaluation was given up, as this process has last read them. */
export interface KnownGivenUp {
  pools: ReadonlySet<string>;
  /** When they are read again. */
  until?: Temporal.Instant;
}

/** Other processes give up evaluations too. */
const READ_EVERY = Temporal.Duration.from({ minutes: 1 });

/**
 * Gives up an evaluation that fails until somebody mends what it reads: a retry at once would fail again, and the next tick
 * asks for another. The first evaluation that succeeds after others were given up is recorded as well.
 * @throws whatever else the evaluation throws: the host retries it
 */
export async function giveUpMisconfigured(
  ports: PoisonRecordPorts,
  { request, givenUp }: { readonly request: EvaluationRequest; readonly givenUp: KnownGivenUp },
  evaluate: () => Promise<EvaluationReport>,
): Promise<EvaluationReport> {
  try {
    const report = await evaluate();
    if (report.kind === 'evaluated') await tellEnd(ports, request, givenUp);
    return report;
  } catch (error) {
    if (!(error instanceof AppError) || error.code !== 'Misconfigured') throw error;
    const reason = error.message;
    await recordPoisonedEvaluation(ports, request, reason);
    givenUp.pools = new Set([...givenUp.pools, poolKey(request.facts)]);
    return { kind: 'skipped', reason };
  }
}

async function tellEnd(ports: PoisonRecordPorts, request: EvaluationRequest, givenUp: KnownGivenUp): Promise<void> {
  const now = await ports.wallClock.now();
  if (givenUp.until === undefined || !isBefore(now, givenUp.until)) {
    givenUp.until = now.add(READ_EVERY);
    givenUp.pools = await givenUpPools(ports);
  }
  if (givenUp.pools.has(poolKey(request.facts))) await recordResumedEvaluation(ports, request);
}

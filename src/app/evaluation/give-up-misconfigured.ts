import { AppError } from '../../ports/errors.ts';
import type { EvaluationRequest } from '../../ports/evaluation-queue.ts';
import type { EvaluationReport } from './evaluate-pool.ts';
import { type PoisonRecordPorts, recordPoisonedEvaluation } from './record-poisoned-evaluation.ts';

const REMEMBERED = 5_000;

/** The reason with which the evaluation of each pool was last given up, by the name of the pool. */
export type GivenUpReasons = Map<string, string>;

/**
 * Gives up an evaluation that fails until somebody mends what it reads: a retry at once would fail again, and the next tick
 * asks for another. The audit log gets one record for each pool and reason, not one a minute.
 * @throws whatever else the evaluation throws: the host retries it
 */
export async function giveUpMisconfigured(
  ports: PoisonRecordPorts,
  { request, reasons }: { readonly request: EvaluationRequest; readonly reasons: GivenUpReasons },
  evaluate: () => Promise<EvaluationReport>,
): Promise<EvaluationReport> {
  const pool = `${request.facts.account}/${request.facts.poolId.toLowerCase()}`;
  try {
    const report = await evaluate();
    reasons.delete(pool);
    return report;
  } catch (error) {
    if (!(error instanceof AppError) || error.code !== 'Misconfigured') throw error;
    const reason = error.message;
    if (reasons.get(pool) !== reason) await recordPoisonedEvaluation(ports, request, reason);
    if (reasons.size >= REMEMBERED) reasons.clear();
    reasons.set(pool, reason);
    return { kind: 'skipped', reason };
  }
}

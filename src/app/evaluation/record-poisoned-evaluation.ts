import { evaluationPoisoned } from '../../core/audit/events.ts';
import type { HasAuditWriter } from '../../ports/audit.ts';
import type { HasClock } from '../../ports/clock.ts';
import type { EvaluationRequest } from '../../ports/evaluation-queue.ts';

/** The ports that recordPoisonedEvaluation uses. */
export type PoisonRecordPorts = HasAuditWriter & HasClock;

/** Records that the evaluation of a pool was given up, and why. The next tick asks for a new one. */
export async function recordPoisonedEvaluation(
  ports: PoisonRecordPorts,
  request: EvaluationRequest,
  because = `the evaluation of the tick of ${request.tick} failed every time it was tried`,
): Promise<void> {
  const context = {
    at: await ports.clock.now(),
    actor: 'queue:evaluate-pool',
    pool: request.facts,
    correlation: request.correlation,
    policy: undefined,
  };
  await ports.audit.append([evaluationPoisoned(context, because)]);
}

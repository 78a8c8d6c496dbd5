import { app, type InvocationContext } from '@azure/functions';
import { ports } from './ports.ts';

app.storageQueue('evaluate-pool', { queueName: 'evaluate-pool', connection: 'AzureWebJobsStorage', handler: evaluate });

/** Evaluates one pool, and says a line for each act. */
async function evaluate(message: unknown, context: InvocationContext): Promise<void> {
  const { evaluatePool } = await import('../app/evaluation/evaluate-pool.ts');
  const { fromEvaluationMessage } = await import('../ports/evaluation-message.ts');
  const request = fromEvaluationMessage(message);
  const { account, poolId } = request.facts;
  const report = await evaluatePool(await ports(), request);
  if (report.kind === 'skipped') {
    context.debug(`${account}/${poolId} skipped: ${report.reason}`);
    return;
  }
  const { plan, closed } = report;
  if (closed > 0) context.warn(`${account}/${poolId}: ${closed} acts of an evaluation that did not end were closed`);
  for (const { action, node, outcome, reason } of plan.acts) {
    context.info(`${plan.at} ${action} ${account}/${poolId}/${node}: ${outcome ?? 'only observed'}; ${reason}`);
  }
}

import { app, type InvocationContext } from '@azure/functions';
import { loggedPorts, writeProblems } from './log.ts';

app.storageQueue('evaluate-pool-poison', {
  queueName: 'evaluate-pool-poison',
  connection: 'AzureWebJobsStorage',
  handler: record,
});

/** Writes down that the host has given up the evaluation of a pool. */
async function record(message: unknown, context: InvocationContext): Promise<void> {
  const { fromEvaluationMessage } = await import('../ports/evaluation-message.ts');
  const { recordPoisonedEvaluation } = await import('../app/evaluation/record-poisoned-evaluation.ts');
  const request = fromEvaluationMessage(message);
  await writeProblems(context, [`The evaluation of ${request.facts.account}/${request.facts.poolId} was given up.`]);
  await recordPoisonedEvaluation(await loggedPorts(context), request);
}

import { app, type InvocationContext } from '@azure/functions';
import { fromEvaluationMessage } from '../app/evaluation-message.ts';
import { recordPoisonedEvaluation } from '../app/record-poisoned-evaluation.ts';
import { ports } from '../composition.ts';

app.storageQueue('evaluate-pool-poison', {
  queueName: 'evaluate-pool-poison',
  connection: 'AzureWebJobsStorage',
  handler: record,
});

/** Writes down that the host has given up the evaluation of a pool. */
async function record(message: unknown, context: InvocationContext): Promise<void> {
  const request = fromEvaluationMessage(message);
  context.error(`The evaluation of ${request.facts.account}/${request.facts.poolId} was given up.`);
  await recordPoisonedEvaluation(ports(), request);
}

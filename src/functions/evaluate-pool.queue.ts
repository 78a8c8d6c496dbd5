import { app, type InvocationContext } from '@azure/functions';
import { ageOf, lineWriter, loggedPorts } from './log.ts';
import { sayHold } from './say-hold.ts';

app.storageQueue('evaluate-pool', { queueName: 'evaluate-pool', connection: 'AzureWebJobsStorage', handler: evaluate });

/** Evaluates one pool. Each act is an audit record, and so a line of its own. */
async function evaluate(message: unknown, context: InvocationContext): Promise<void> {
  const started = performance.now();
  const age = ageOf(context, Date.now());
  const [{ evaluatePool }, { fromEvaluationMessage }, { evaluationLine }] = await Promise.all([
    import('../app/evaluation/evaluate-pool.ts'),
    import('../ports/evaluation-message.ts'),
    import('../app/log/run-lines.ts'),
  ]);
  const request = fromEvaluationMessage(message);
  const available = await loggedPorts(context);
  const report = await evaluatePool(available, request);
  const run = { duration: Math.round(performance.now() - started), age, batch: available.batchCalls.take() };
  await lineWriter(context)(evaluationLine(request, report, run));
  if (report.kind === 'skipped') await sayHold(context, request.facts, report.holder);
}

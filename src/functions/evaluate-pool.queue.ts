import { app, type InvocationContext } from '@azure/functions';
import type { KnownGivenUp } from '../app/evaluation/give-up-misconfigured.ts';
import type { Ports } from '../app/ports.ts';
import type { EvaluationRequest } from '../ports/evaluation-queue.ts';
import { ageOf, isRepeated, lineWriter, loggedPorts, writeProblems } from './log.ts';
import { sayHold } from './say-hold.ts';

app.storageQueue('evaluate-pool', { queueName: 'evaluate-pool', connection: 'AzureWebJobsStorage', handler: evaluate });

const givenUp: KnownGivenUp = { pools: new Set() };

/** Evaluates the pools of a message. Each act is an audit record, and so has a log line of its own. */
async function evaluate(message: unknown, context: InvocationContext): Promise<void> {
  const age = ageOf(context, Date.now());
  const [{ evaluateTogether }, { fromEvaluationMessage }] = await Promise.all([
    import('../app/evaluation/evaluate-together.ts'),
    import('../ports/evaluation-message.ts'),
  ]);
  const requests = fromEvaluationMessage(message);
  const available = await loggedPorts(context);
  const received = { requests, isRepeated: isRepeated(context) };
  const failures = await evaluateTogether(available, received, (request) =>
    evaluateOne(available, request, { context, age }),
  );
  await writeProblems(context, failures);
}

async function evaluateOne(
  available: Ports,
  request: EvaluationRequest,
  { context, age }: { readonly context: InvocationContext; readonly age: number | undefined },
): Promise<void> {
  const started = performance.now();
  const [{ evaluatePool }, { giveUpMisconfigured }, { evaluationLine }] = await Promise.all([
    import('../app/evaluation/evaluate-pool.ts'),
    import('../app/evaluation/give-up-misconfigured.ts'),
    import('../app/log/run-lines.ts'),
  ]);
  const report = await giveUpMisconfigured(available, { request, givenUp }, () => evaluatePool(available, request));
  const run = { duration: Math.round(performance.now() - started), age, batch: available.batchCalls.take() };
  await lineWriter(context)(evaluationLine(request, report, run));
  if (report.kind === 'skipped') await sayHold(context, request.facts, report.holder);
}

import { app, type InvocationContext } from '@azure/functions';
import type { Ports } from '../app/ports.ts';
import { lineWriter, loggedPorts, writeProblems } from './log.ts';

app.timer('evaluate-pools', { schedule: '0 * * * * *', handler: tick });

let isSeeded = false;

/** One tick. The first tick of each process also saves the documents of files; if that fails, the next one does. */
async function tick(_timer: unknown, context: InvocationContext): Promise<void> {
  const started = performance.now();
  const [{ evaluatePools }, { tickLine }] = await Promise.all([
    import('../app/evaluation/evaluate-pools.ts'),
    import('../app/log/run-lines.ts'),
  ]);
  const available = await loggedPorts(context);
  if (!isSeeded) isSeeded = await seed(available, context);
  const done = await evaluatePools(available);
  await writeProblems(context, done.problems);
  const run = { duration: Math.round(performance.now() - started), batch: available.batchCalls.take() };
  await lineWriter(context)(tickLine(done, run));
}

/** @returns whether all files were processed */
async function seed(given: Ports, context: InvocationContext): Promise<boolean> {
  const { seedDocuments } = await import('../app/documents/seed-documents.ts');
  const { written, problems, failure } = await seedDocuments(given);
  for (const document of written)
    await lineWriter(context)({ event: 'document', document, message: `${document} loaded from its file` });
  await writeProblems(context, failure === undefined ? problems : [...problems, failure]);
  return failure === undefined;
}

import { app, type InvocationContext } from '@azure/functions';
import type { Ports } from '../app/ports.ts';
import { ports } from './ports.ts';

app.timer('evaluate-pools', { schedule: '0 * * * * *', handler: tick });

let isSeeded = false;

/** One tick of the clock. The documents in files are taken over by the first one of each process. */
async function tick(_timer: unknown, context: InvocationContext): Promise<void> {
  const { evaluatePools } = await import('../app/evaluation/evaluate-pools.ts');
  if (!isSeeded) await seed(await ports(), context);
  isSeeded = true;
  const { pools, due, problems } = await evaluatePools(await ports());
  for (const problem of problems) context.error(problem);
  context.debug(`${pools} pools, ${due} to evaluate`);
}

async function seed(given: Ports, context: InvocationContext): Promise<void> {
  const { seedDocuments } = await import('../app/documents/seed-documents.ts');
  const { written, problems } = await seedDocuments(given);
  for (const document of written) context.info(`${document} taken over from its file`);
  for (const problem of problems) context.error(problem);
}

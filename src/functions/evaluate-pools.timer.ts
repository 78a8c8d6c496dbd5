import { app, type InvocationContext } from '@azure/functions';
import { seedDocuments } from '../app/documents/seed-documents.ts';
import { evaluatePools } from '../app/evaluate-pools.ts';
import type { Ports } from '../app/ports.ts';
import { ports } from '../composition.ts';

app.timer('evaluate-pools', { schedule: '0 * * * * *', handler: tick });

let isSeeded = false;

/** One tick of the clock. The documents in files are taken over by the first one of each process. */
async function tick(_timer: unknown, context: InvocationContext): Promise<void> {
  if (!isSeeded) await seed(ports(), context);
  isSeeded = true;
  const { pools, due, problems } = await evaluatePools(ports());
  for (const problem of problems) context.error(problem);
  context.debug(`${pools} pools, ${due} to evaluate`);
}

async function seed(given: Ports, context: InvocationContext): Promise<void> {
  const { written, problems } = await seedDocuments(given);
  for (const document of written) context.info(`${document} taken over from its file`);
  for (const problem of problems) context.error(problem);
}

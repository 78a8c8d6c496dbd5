import { app, type InvocationContext } from '@azure/functions';
import { ports } from './ports.ts';

app.storageQueue('act-on-pool-poison', {
  queueName: 'act-on-pool-poison',
  connection: 'AzureWebJobsStorage',
  handler: record,
});

/** Writes down that the host has given up a request that failed every time. */
async function record(message: unknown, context: InvocationContext): Promise<void> {
  const { fromActMessage } = await import('../ports/act-message.ts');
  const { endRequest } = await import('../app/acts/end-request.ts');
  const asked = fromActMessage(message);
  context.error(`The request ${asked.correlation} to ${asked.action} nodes of ${asked.pool.poolId} was given up.`);
  await endRequest(await ports(), asked, { because: 'it failed every time it was tried', plan: undefined });
}

import { app, type InvocationContext } from '@azure/functions';
import { loggedPorts, writeProblems } from './log.ts';

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
  await writeProblems(context, [
    `The request ${asked.correlation} to ${asked.action} nodes of ${asked.pool.poolId} was given up.`,
  ]);
  await endRequest(await loggedPorts(context), asked, {
    because: 'it failed every time it was tried',
    plan: undefined,
  });
}

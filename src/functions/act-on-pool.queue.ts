import { app, type InvocationContext } from '@azure/functions';
import { ports } from './ports.ts';

app.storageQueue('act-on-pool', { queueName: 'act-on-pool', connection: 'AzureWebJobsStorage', handler: act });

/** Carries out what somebody has asked for by hand. */
async function act(message: unknown, context: InvocationContext): Promise<void> {
  const { actOnPool } = await import('../app/acts/act-on-pool.ts');
  const { fromActMessage } = await import('../ports/act-message.ts');
  const asked = fromActMessage(message);
  const { pool, action, correlation } = asked;
  const { kind, reason } = await actOnPool(await ports(), asked);
  context.info(`${action} ${pool.account}/${pool.poolId} by hand (${correlation}): ${kind}; ${reason}`);
}

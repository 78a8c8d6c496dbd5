import { app, type InvocationContext } from '@azure/functions';
import { actOnPool } from '../app/acts/act-on-pool.ts';
import { fromActMessage } from '../app/acts/asked-act.ts';
import { ports } from '../composition.ts';

app.storageQueue('act-on-pool', { queueName: 'act-on-pool', connection: 'AzureWebJobsStorage', handler: act });

/** Carries out what somebody has asked for by hand. */
async function act(message: unknown, context: InvocationContext): Promise<void> {
  const asked = fromActMessage(message);
  const { pool, action, correlation } = asked;
  const { kind, reason } = await actOnPool(ports(), asked);
  context.info(`${action} ${pool.account}/${pool.poolId} by hand (${correlation}): ${kind}; ${reason}`);
}

import { app, type InvocationContext } from '@azure/functions';
import { lineWriter, loggedPorts } from './log.ts';
import { sayHold } from './say-hold.ts';

app.storageQueue('act-on-pool', { queueName: 'act-on-pool', connection: 'AzureWebJobsStorage', handler: act });

/** Carries out a request of a person. */
async function act(message: unknown, context: InvocationContext): Promise<void> {
  const { actOnPool } = await import('../app/acts/act-on-pool.ts');
  const { fromActMessage } = await import('../ports/act-message.ts');
  const asked = fromActMessage(message);
  const { pool, action, correlation } = asked;
  const report = await actOnPool(await loggedPorts(context), asked);
  const { kind, reason } = report;
  const about = { account: pool.account, pool: pool.poolId, correlation } as const;
  await lineWriter(context)({ event: 'request', ...about, action, outcome: kind, message: reason });
  if (kind === 'waiting') await sayHold(context, pool, report.holder);
}

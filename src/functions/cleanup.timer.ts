import { app, type InvocationContext } from '@azure/functions';
import { lineWriter, loggedPorts } from './log.ts';

app.timer('cleanup', { schedule: '0 17 3 * * *', handler: cleanUpOld });

/** Deletes expired claims and old deliveries, once a day. */
async function cleanUpOld(_timer: unknown, context: InvocationContext): Promise<void> {
  const { cleanUp } = await import('../app/cleanup.ts');
  const { claims, deliveries } = await cleanUp(await loggedPorts(context));
  const message = `${claims} expired claims and ${deliveries} old deliveries were deleted`;
  await lineWriter(context)({ event: 'cleanup', count: claims + deliveries, message });
}

import { app, type InvocationContext } from '@azure/functions';
import { lineWriter, loggedPorts } from './log.ts';

app.timer('cleanup', { schedule: '0 17 3 * * *', handler: cleanUpOld });

/** Deletes expired claims and old deliveries, replays and days of demand, once a day. */
async function cleanUpOld(_timer: unknown, context: InvocationContext): Promise<void> {
  const { cleanUp } = await import('../app/cleanup.ts');
  const { claims, deliveries, replays, demandDays, figureDays } = await cleanUp(await loggedPorts(context));
  const message = `${claims} expired claims, ${deliveries} old deliveries, ${replays} old replays ${demandDays} old days of demand and ${figureDays} of spending were deleted`;
  await lineWriter(context)({
    event: 'cleanup',
    count: claims + deliveries + replays + demandDays + figureDays,
    message,
  });
}

import { app, type InvocationContext } from '@azure/functions';
import { failFor, lineWriter, loggedPorts, writeProblems } from './log.ts';

app.timer('cleanup', { schedule: '0 17 3 * * *', handler: cleanUpOld });

/** Deletes expired claims, old deliveries, replays and days of demand, unused copies of calendars, states of deleted pools, and the health of deleted nodes, once a day. */
async function cleanUpOld(_timer: unknown, context: InvocationContext): Promise<void> {
  const { cleanUp } = await import('../app/cleanup.ts');
  const { claims, deliveries, replays, demandDays, figureDays, calendars, poolStates, health, problems } =
    await cleanUp(await loggedPorts(context));
  await writeProblems(context, problems);
  const message = `${claims} expired claims, ${deliveries} old deliveries, ${replays} old replays, ${demandDays} old days of demand and ${figureDays} of spending, ${calendars} unused copies of calendars, ${poolStates} states of deleted pools and the health of ${health} deleted nodes were deleted`;
  await lineWriter(context)({
    event: 'cleanup',
    count: claims + deliveries + replays + demandDays + figureDays + calendars + poolStates + health,
    message,
  });
  failFor(problems);
}

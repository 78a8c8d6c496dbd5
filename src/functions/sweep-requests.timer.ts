import { app, type InvocationContext } from '@azure/functions';
import { lineWriter, loggedPorts } from './log.ts';

// Beside the ticks, so that the two do not use the storage at the same moment.
app.timer('sweep-requests', { schedule: '45 */5 * * * *', handler: sweep });

/** Looks after requests of people whose message was lost. */
async function sweep(_timer: unknown, context: InvocationContext): Promise<void> {
  const { sweepRequests } = await import('../app/acts/sweep-requests.ts');
  const { resent, givenUp } = await sweepRequests(await loggedPorts(context));
  if (resent + givenUp === 0) return;
  const message = `the messages of ${resent + givenUp} requests were lost: ${resent} are sent again, ${givenUp} are given up`;
  await lineWriter(context, 'warn')({ event: 'problem', count: resent + givenUp, message });
}

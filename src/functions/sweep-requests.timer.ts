import { app, type InvocationContext } from '@azure/functions';
import { failFor, lineWriter, loggedPorts, writeProblems } from './log.ts';

// Not at the same time as a tick, so that the two do not use the storage together.
app.timer('sweep-requests', { schedule: '45 */5 * * * *', handler: sweep });

/** Resends or gives up requests of people whose message was lost, and closes creations of pools that were interrupted. */
async function sweep(_timer: unknown, context: InvocationContext): Promise<void> {
  const { sweepRequests } = await import('../app/acts/sweep-requests.ts');
  const ports = await loggedPorts(context);
  const { resent, givenUp, problems } = await sweepRequests(ports);
  await writeProblems(context, problems);
  if (resent + givenUp > 0) {
    const message = `the messages of ${resent + givenUp} requests were lost: ${resent} are sent again, ${givenUp} are given up`;
    await lineWriter(context, 'warn')({ event: 'problem', count: resent + givenUp, message });
  }
  const { sweepCreations } = await import('../app/pool-check/sweep-creations.ts');
  const creations = await sweepCreations(ports);
  await writeProblems(context, creations.problems);
  failFor([...problems, ...creations.problems]);
}

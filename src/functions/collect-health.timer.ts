import { app, type InvocationContext } from '@azure/functions';
import { collectHealth } from '../app/health/collect-health.ts';
import { ports } from '../composition.ts';

// Half a minute after each tick, so that the two do not ask Batch at the same moment.
app.timer('collect-health', { schedule: '30 * * * * *', handler: collect });

/** Asks some nodes for the state of their extensions. */
async function collect(_timer: unknown, context: InvocationContext): Promise<void> {
  for (const { account, pools, answered, problems } of await collectHealth(ports())) {
    for (const problem of problems) context.warn(problem);
    context.debug(`${account}: ${answered} nodes of ${pools} pools asked for their health`);
  }
}

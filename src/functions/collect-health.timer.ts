import { app, type InvocationContext } from '@azure/functions';
import { failFor, lineWriter, loggedPorts, writeProblems } from './log.ts';

// Half a minute after each tick, so that the two do not call Batch at the same time.
app.timer('collect-health', { schedule: '30 * * * * *', handler: collect });

/** Asks some nodes for the state of their extensions. */
async function collect(_timer: unknown, context: InvocationContext): Promise<void> {
  const { collectHealth } = await import('../app/health/collect-health.ts');
  const failures: string[] = [];
  for (const { account, pools, answered, problems, hasFailed } of await collectHealth(await loggedPorts(context))) {
    await writeProblems(context, problems, 'warn');
    const message = `${account}: ${answered} nodes of ${pools} pools were probed for their health`;
    await lineWriter(context)({ event: 'health', account, pools, count: answered, message });
    if (hasFailed) failures.push(...problems);
  }
  failFor(failures);
}

import { app, type InvocationContext } from '@azure/functions';
import { failFor, lineWriter, loggedPorts, writeProblems } from './log.ts';

// Each hour: a day with many pools takes several runs, and demand is stored with its day an hour or two later.
app.timer('sum-up-days', { schedule: '0 41 * * * *', handler: sumUp });

/** Computes the spending on pools for the previous day. */
async function sumUp(_timer: unknown, context: InvocationContext): Promise<void> {
  const { sumUpDays } = await import('../app/spending/sum-up-days.ts');
  const { pools: count, problems } = await sumUpDays(await loggedPorts(context));
  await writeProblems(context, problems);
  const message = `the day before was summed up for ${count} pools`;
  if (count > 0) await lineWriter(context)({ event: 'spending', count, message });
  failFor(problems);
}

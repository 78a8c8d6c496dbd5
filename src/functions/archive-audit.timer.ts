import { app, type InvocationContext } from '@azure/functions';
import { ports } from './ports.ts';

// At night, and not on the hour, when every other timer runs.
app.timer('archive-audit', { schedule: '0 23 3 * * *', handler: archive });

/** Moves old months of the history to the archive, where the settings ask for it. */
async function archive(_timer: unknown, context: InvocationContext): Promise<void> {
  const available = await ports();
  if (available.settings.auditMonths === undefined) return;
  const { archiveHistory } = await import('../app/audit/archive-history.ts');
  const { archived, problems, isDone } = await archiveHistory(available, available.settings.auditMonths);
  for (const problem of problems) context.error(problem);
  context.info(`${archived.length} chains are in the archive${isDone ? '' : '; the next run goes on'}`);
}

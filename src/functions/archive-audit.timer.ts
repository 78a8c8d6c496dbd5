import { app, type InvocationContext } from '@azure/functions';
import { failFor, lineWriter, loggedPorts, writeProblems } from './log.ts';

// At night, and not on the hour, when every other timer runs.
app.timer('archive-audit', { schedule: '0 23 3 * * *', handler: archive });

/** Archives old months of the audit log, if a setting says so. */
async function archive(_timer: unknown, context: InvocationContext): Promise<void> {
  const available = await loggedPorts(context);
  if (available.settings.auditMonths === undefined) return;
  const { archiveHistory } = await import('../app/audit/archive-history.ts');
  const { archived, faults, problems, isDone } = await archiveHistory(available, available.settings.auditMonths);
  // The line on which the alert depends: `check-audit` verifies the chains of the last day only.
  const write = lineWriter(context, 'error');
  for (const message of faults) await write({ event: 'verification', ok: false, message });
  await writeProblems(context, problems);
  const message = `${archived.length} chains are in the archive${isDone ? '' : '; the next run continues'}`;
  await lineWriter(context)({ event: 'archive', count: archived.length, message });
  failFor(problems);
}

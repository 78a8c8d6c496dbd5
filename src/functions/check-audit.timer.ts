import { app, type InvocationContext } from '@azure/functions';
import { lineWriter, loggedPorts, writeProblems } from './log.ts';

// At night, when the other daily timers have run.
app.timer('check-audit', { schedule: '0 41 3 * * *', handler: verify });

/**
 * Verifies the chains of the audit log that include the last day, and writes log lines on which an alert depends. The heads of
 * chains without a fault are then anchored in append blobs, where access to the tables alone cannot change them.
 */
async function verify(_timer: unknown, context: InvocationContext): Promise<void> {
  const [{ checkHistory }, { anchorHeads }] = await Promise.all([
    import('../app/audit/check-history.ts'),
    import('../app/audit/anchor-heads.ts'),
  ]);
  const available = await loggedPorts(context);
  const { faulty, isComplete } = await checkHistory(available, {
    tell: async ({ ok, records, faults }) => {
      const message = faults[0]?.message ?? `${records} records are in order`;
      await lineWriter(context, ok ? 'info' : 'error')({ event: 'verification', ok, count: records, message });
    },
  });
  if (!isComplete) await writeProblems(context, [INCOMPLETE], 'warn');
  const count = await anchorHeads(available, faulty);
  await lineWriter(context)({ event: 'anchor', count, message: `the ends of ${count} chains were kept` });
}

const INCOMPLETE = 'the time was over before all chains of the audit log were verified; the next night continues';

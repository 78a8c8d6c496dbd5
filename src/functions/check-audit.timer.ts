import { app, type InvocationContext } from '@azure/functions';
import { lineWriter, loggedPorts } from './log.ts';

// At night, when the other daily timers have run.
app.timer('check-audit', { schedule: '0 41 3 * * *', handler: verify });

/** Four parts of at most a minute each leave a margin within the five minutes of host.json. */
const MOST_PARTS = 4;

/** Verifies the chains of the audit log that reach into the last day, and writes a line that an alert waits for. */
async function verify(_timer: unknown, context: InvocationContext): Promise<void> {
  const { verifyHistory } = await import('../app/audit/verify-history.ts');
  const available = await loggedPorts(context);
  const from = (await available.wallClock.now()).subtract({ hours: 24 });
  let cursor: string | undefined;
  for (let part = 0; part < MOST_PARTS; part += 1) {
    const { ok, records, faults, cursor: next } = await verifyHistory(available, { from, cursor });
    const message = faults[0]?.message ?? `${records} records are in order`;
    await lineWriter(context, ok ? 'info' : 'error')({ event: 'verification', ok, count: records, message });
    if (next === undefined) return;
    cursor = next;
  }
}

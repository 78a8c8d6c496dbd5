import { app, type InvocationContext } from '@azure/functions';
import type { Ports } from '../app/ports.ts';
import { lineWriter, loggedPorts } from './log.ts';

// At night, when the other daily timers have run.
app.timer('check-audit', { schedule: '0 41 3 * * *', handler: verify });

/** Four parts of at most a minute each leave a margin within the five minutes of host.json. */
const MOST_PARTS = 4;

/**
 * Verifies the chains of the audit log that include the last day, and writes a log line on which an alert depends. The heads of
 * chains without a fault are then anchored in append blobs, where access to the tables alone cannot change them.
 */
async function verify(_timer: unknown, context: InvocationContext): Promise<void> {
  const { verifyHistory } = await import('../app/audit/verify-history.ts');
  const available = await loggedPorts(context);
  const from = (await available.wallClock.now()).subtract({ hours: 24 });
  let cursor: string | undefined;
  let isInOrder = true;
  for (let part = 0; part < MOST_PARTS; part += 1) {
    const { ok, records, faults, cursor: next } = await verifyHistory(available, { from, cursor });
    const message = faults[0]?.message ?? `${records} records are in order`;
    await lineWriter(context, ok ? 'info' : 'error')({ event: 'verification', ok, count: records, message });
    isInOrder &&= ok;
    cursor = next;
    if (next === undefined) break;
  }
  if (isInOrder) await anchor(available, context);
}

async function anchor(available: Ports, context: InvocationContext): Promise<void> {
  const { anchorHeads } = await import('../app/audit/anchor-heads.ts');
  const count = await anchorHeads(available);
  await lineWriter(context)({ event: 'anchor', count, message: `the ends of ${count} chains were kept` });
}

import { app, type InvocationContext } from '@azure/functions';
import { lineWriter, loggedPorts } from './log.ts';

app.timer('tidy', { schedule: '0 17 3 * * *', handler: removeOld });

/** Removes what nobody asks for any more, once a day. */
async function removeOld(_timer: unknown, context: InvocationContext): Promise<void> {
  const { tidy } = await import('../app/tidy.ts');
  const { claims, deliveries } = await tidy(await loggedPorts(context));
  const message = `${claims} claims and ${deliveries} deliveries that are over were removed`;
  await lineWriter(context)({ event: 'cleanup', count: claims + deliveries, message });
}

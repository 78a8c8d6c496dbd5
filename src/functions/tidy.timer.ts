import { app, type InvocationContext } from '@azure/functions';
import { ports } from './ports.ts';

app.timer('tidy', { schedule: '0 17 3 * * *', handler: removeOld });

/** Removes what nobody asks for any more, once a day. */
async function removeOld(_timer: unknown, context: InvocationContext): Promise<void> {
  const { tidy } = await import('../app/tidy.ts');
  const { claims, deliveries } = await tidy(await ports());
  context.info(`${claims} claims and ${deliveries} deliveries that are over were removed`);
}

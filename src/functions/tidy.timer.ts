import { app, type InvocationContext } from '@azure/functions';
import { tidy } from '../app/tidy.ts';
import { ports } from '../composition.ts';

app.timer('tidy', { schedule: '0 17 3 * * *', handler: removeOld });

/** Removes what nobody asks for any more, once a day. */
async function removeOld(_timer: unknown, context: InvocationContext): Promise<void> {
  const { claims, deliveries } = await tidy(ports());
  context.info(`${claims} claims and ${deliveries} deliveries that are over were removed`);
}

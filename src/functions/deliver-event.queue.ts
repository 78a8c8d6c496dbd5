import { app, type InvocationContext } from '@azure/functions';
import { ports } from './ports.ts';

app.storageQueue('deliver-event', { queueName: 'deliver-event', connection: 'AzureWebJobsStorage', handler: deliver });

/** Tries one delivery, and says a line for it. */
async function deliver(message: unknown, context: InvocationContext): Promise<void> {
  const { deliverEvent } = await import('../app/outbound/deliver-event.ts');
  const { fromDeliveryMessage } = await import('../ports/event-messages.ts');
  const request = fromDeliveryMessage(message);
  const name = `${request.subscription}/${request.id}`;
  const report = await deliverEvent(await ports(), request);
  if (report.kind === 'skipped') {
    context.debug(`${name} skipped: ${report.reason}`);
    return;
  }
  const { status, event, attempts } = report.delivery;
  const last = attempts.at(-1);
  const line = `${event.type} to ${request.subscription}: ${status} after ${attempts.length} attempts`;
  if (last?.fault === undefined) context.info(line);
  else context.warn(`${line}; ${last.fault}`);
}

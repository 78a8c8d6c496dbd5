import { app, type InvocationContext } from '@azure/functions';
import { lineWriter, loggedPorts } from './log.ts';

app.storageQueue('deliver-event', { queueName: 'deliver-event', connection: 'AzureWebJobsStorage', handler: deliver });

/** Attempts one delivery, and logs the result. */
async function deliver(message: unknown, context: InvocationContext): Promise<void> {
  const { deliverEvent } = await import('../app/outbound/deliver-event.ts');
  const { fromDeliveryMessage } = await import('../ports/event-messages.ts');
  const request = fromDeliveryMessage(message);
  const report = await deliverEvent(await loggedPorts(context), request);
  const about = {
    event: 'delivery',
    document: `subscriptions/${request.subscription}`,
    correlation: request.id,
  } as const;
  if (report.kind === 'skipped') {
    await lineWriter(context)({ ...about, outcome: 'skipped', message: report.reason });
    return;
  }
  const { status, event, attempts } = report.delivery;
  const fault = attempts.at(-1)?.fault;
  const text = `${event.type}: ${status}${fault === undefined ? '' : `; ${fault}`}`;
  const line = { ...about, outcome: status, attempts: attempts.length, message: text };
  await lineWriter(context, fault === undefined ? 'info' : 'warn')(line);
}

import { app, type InvocationContext } from '@azure/functions';
import { fromDeliveryMessage } from '../app/outbound/event-messages.ts';
import { recordGivenUp } from '../app/outbound/record-given-up.ts';
import { ports } from '../composition.ts';

app.storageQueue('deliver-event-poison', {
  queueName: 'deliver-event-poison',
  connection: 'AzureWebJobsStorage',
  handler: record,
});

/** Writes down that a delivery was given up, by us or by the host. */
async function record(message: unknown, context: InvocationContext): Promise<void> {
  const request = fromDeliveryMessage(message);
  const reason = await recordGivenUp(ports(), request);
  if (reason !== undefined) context.error(`The delivery ${request.subscription}/${request.id}: ${reason}`);
}

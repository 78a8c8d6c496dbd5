import { app, type InvocationContext } from '@azure/functions';
import { fromPublicationMessage } from '../app/outbound/event-messages.ts';
import { recordUnpublished } from '../app/outbound/record-unpublished.ts';
import { ports } from '../composition.ts';

app.storageQueue('publish-events-poison', {
  queueName: 'publish-events-poison',
  connection: 'AzureWebJobsStorage',
  handler: record,
});

/** Writes down that the host has given up making deliveries of events. */
async function record(message: unknown, context: InvocationContext): Promise<void> {
  const publication = fromPublicationMessage(message);
  context.error(`${publication.events.length} events were given up: nobody is told of them.`);
  await recordUnpublished(ports(), publication);
}

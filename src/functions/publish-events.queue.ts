import { app, type InvocationContext } from '@azure/functions';
import { fromPublicationMessage } from '../app/outbound/event-messages.ts';
import { publishEvents } from '../app/outbound/publish-events.ts';
import { ports } from '../composition.ts';

app.storageQueue('publish-events', {
  queueName: 'publish-events',
  connection: 'AzureWebJobsStorage',
  handler: publish,
});

/** Makes deliveries of events for everybody who wants them. */
async function publish(message: unknown, context: InvocationContext): Promise<void> {
  const publication = fromPublicationMessage(message);
  const count = await publishEvents(ports(), publication);
  context.debug(`${publication.events.length} events, ${count} deliveries`);
}

import { app, type InvocationContext } from '@azure/functions';
import { ports } from './ports.ts';

app.storageQueue('publish-events', {
  queueName: 'publish-events',
  connection: 'AzureWebJobsStorage',
  handler: publish,
});

/** Creates deliveries of events for the subscriptions that want them. */
async function publish(message: unknown, context: InvocationContext): Promise<void> {
  const { fromPublicationMessage } = await import('../ports/event-messages.ts');
  const { publishEvents } = await import('../app/outbound/publish-events.ts');
  const publication = fromPublicationMessage(message);
  context.debug(await publishEvents(await ports(), publication));
}

import { app, type InvocationContext } from '@azure/functions';
import { loggedPorts, writeProblems } from './log.ts';

app.storageQueue('publish-events-poison', {
  queueName: 'publish-events-poison',
  connection: 'AzureWebJobsStorage',
  handler: record,
});

/** Writes down that the host has given up making deliveries of events. */
async function record(message: unknown, context: InvocationContext): Promise<void> {
  const { fromPublicationMessage } = await import('../ports/event-messages.ts');
  const { recordUnpublished } = await import('../app/outbound/record-unpublished.ts');
  const publication = fromPublicationMessage(message);
  await writeProblems(context, [`${publication.events.length} events were given up: nobody is told of them.`]);
  await recordUnpublished(await loggedPorts(context), publication);
}

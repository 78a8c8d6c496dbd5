import { app, type InvocationContext } from '@azure/functions';
import { loggedPorts, writeProblems } from './log.ts';

app.storageQueue('deliver-event-poison', {
  queueName: 'deliver-event-poison',
  connection: 'AzureWebJobsStorage',
  handler: record,
});

/** Writes down that a delivery was given up, by us or by the host. */
async function record(message: unknown, context: InvocationContext): Promise<void> {
  const { fromDeliveryMessage } = await import('../ports/event-messages.ts');
  const { recordGivenUp } = await import('../app/outbound/record-given-up.ts');
  const request = fromDeliveryMessage(message);
  const reason = await recordGivenUp(await loggedPorts(context), request);
  if (reason !== undefined)
    await writeProblems(context, [`The delivery ${request.subscription}/${request.id}: ${reason}`]);
}

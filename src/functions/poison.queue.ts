import { app, type InvocationContext } from '@azure/functions';
import { loggedPorts, writeProblems } from './log.ts';

type Recorder = (message: unknown, context: InvocationContext) => Promise<void>;

/** What is recorded of a message that the host has given up because its function failed every time; by its queue. */
const RECORDERS: Readonly<Record<string, Recorder>> = {
  'act-on-pool': async (message, context) => {
    const { fromActMessage } = await import('../ports/act-message.ts');
    const { endRequest } = await import('../app/acts/end-request.ts');
    const asked = fromActMessage(message);
    await writeProblems(context, [
      `The request ${asked.correlation} to ${asked.action} nodes of ${asked.pool.poolId} was given up.`,
    ]);
    await endRequest(await loggedPorts(context), asked, {
      because: 'it failed every time it was tried',
      plan: undefined,
    });
  },
  'deliver-event': async (message, context) => {
    const { fromDeliveryMessage } = await import('../ports/event-messages.ts');
    const { recordGivenUp } = await import('../app/outbound/record-given-up.ts');
    const request = fromDeliveryMessage(message);
    const reason = await recordGivenUp(await loggedPorts(context), request);
    if (reason !== undefined)
      await writeProblems(context, [`The delivery ${request.subscription}/${request.id}: ${reason}`]);
  },
  'evaluate-pool': async (message, context) => {
    const { fromEvaluationMessage } = await import('../ports/evaluation-message.ts');
    const { recordPoisonedEvaluation } = await import('../app/evaluation/record-poisoned-evaluation.ts');
    const request = fromEvaluationMessage(message);
    await writeProblems(context, [`The evaluation of ${request.facts.account}/${request.facts.poolId} was given up.`]);
    await recordPoisonedEvaluation(await loggedPorts(context), request);
  },
  'publish-events': async (message, context) => {
    const { fromPublicationMessage } = await import('../ports/event-messages.ts');
    const { recordUnpublished } = await import('../app/outbound/record-unpublished.ts');
    const publication = fromPublicationMessage(message);
    await writeProblems(context, [`${publication.events.length} events were given up: no subscription receives them.`]);
    await recordUnpublished(await loggedPorts(context), publication);
  },
};

for (const [queue, handler] of Object.entries(RECORDERS)) {
  const queueName = `${queue}-poison`;
  app.storageQueue(queueName, { queueName, connection: 'AzureWebJobsStorage', handler });
}

import { app, type InvocationContext, output } from '@azure/functions';
import { isLastAttempt, loggedPorts, writeProblems } from './log.ts';

/** Parses a message, and returns the function that records that it was given up. @throws Error if the message cannot be parsed */
type Reader = (message: unknown) => () => Promise<void>;

/** How to record a message that the host gave up because its function failed every time; by queue. */
const READERS: Readonly<Record<string, (context: InvocationContext) => Promise<Reader>>> = {
  'act-on-pool': async (context) => {
    const { fromActMessage } = await import('../ports/act-message.ts');
    const { giveUpRequest } = await import('../app/acts/give-up-request.ts');
    return (message) => {
      const asked = fromActMessage(message);
      const problem = `The request ${asked.correlation} to ${asked.action} nodes of ${asked.pool.poolId} was given up.`;
      return async () => {
        await writeProblems(context, [problem]);
        await giveUpRequest(await loggedPorts(context), asked, 'it failed every time it was tried');
      };
    };
  },
  'deliver-event': async (context) => {
    const { fromDeliveryMessage } = await import('../ports/event-messages.ts');
    const { recordGivenUp } = await import('../app/outbound/record-given-up.ts');
    return (message) => {
      const request = fromDeliveryMessage(message);
      return async () => {
        const reason = await recordGivenUp(await loggedPorts(context), request);
        if (reason !== undefined)
          await writeProblems(context, [`The delivery ${request.subscription}/${request.id}: ${reason}`]);
      };
    };
  },
  'evaluate-pool': async (context) => {
    const { fromEvaluationMessage } = await import('../ports/evaluation-message.ts');
    const { recordPoisonedEvaluations } = await import('../app/evaluation/record-poisoned-evaluation.ts');
    return (message) => {
      const requests = fromEvaluationMessage(message);
      return async () => {
        const pools = requests.map(({ facts: { account, poolId } }) => `${account}/${poolId}`);
        await writeProblems(
          context,
          pools.map((pool) => `The evaluation of ${pool} was given up.`),
        );
        await recordPoisonedEvaluations(await loggedPorts(context), requests);
      };
    };
  },
  'publish-events': async (context) => {
    const { fromPublicationMessage } = await import('../ports/event-messages.ts');
    const { recordUnpublished } = await import('../app/outbound/record-unpublished.ts');
    return (message) => {
      const publication = fromPublicationMessage(message);
      const { length } = publication.events;
      return async () => {
        await writeProblems(context, [`${length} events were given up: no subscription receives them.`]);
        await recordUnpublished(await loggedPorts(context), publication);
      };
    };
  },
  'run-replay': async (context) => {
    const { fromReplayMessage } = await import('../ports/replay-queue.ts');
    const { recordGivenUpReplay } = await import('../app/replay/run-replay.ts');
    return (message) => {
      const id = fromReplayMessage(message);
      return async () => {
        await writeProblems(context, [`The replay ${id} was given up.`]);
        await recordGivenUpReplay(await loggedPorts(context), id);
      };
    };
  },
};

for (const [queue, readerFor] of Object.entries(READERS)) {
  const queueName = `${queue}-poison`;
  const anew = output.storageQueue({ queueName, connection: 'AzureWebJobsStorage' });
  app.storageQueue(queueName, {
    queueName,
    connection: 'AzureWebJobsStorage',
    extraOutputs: [anew],
    handler: async (message: unknown, context: InvocationContext) => {
      try {
        const record = await recorderOf(message, { queue, context, read: await readerFor(context) });
        await record();
      } catch (error) {
        // The host tries a message of a poison queue every ten minutes, and after the last attempt never again, but keeps it. The
        // host sends the new message, because settings that cannot be read may be what fails.
        if (!isLastAttempt(context)) throw error;
        context.extraOutputs.set(anew, typeof message === 'string' ? message : JSON.stringify(message));
        const { unrecordedProblem } = await import('../app/log/unrecorded-problem.ts');
        await writeProblems(context, [unrecordedProblem(queueName, error)]);
      }
    },
  });
}

/** A failed record is retried; a message that cannot be parsed would fail again for ever, so it is recorded as unreadable. */
async function recorderOf(
  message: unknown,
  { queue, context, read }: { readonly queue: string; readonly context: InvocationContext; readonly read: Reader },
): Promise<() => Promise<void>> {
  try {
    return read(message);
  } catch (error) {
    const { recordUnreadableMessage } = await import('../app/record-unreadable-message.ts');
    return async () => {
      const { reason } = await recordUnreadableMessage(await loggedPorts(context), { queue, message, error });
      await writeProblems(context, [reason]);
    };
  }
}

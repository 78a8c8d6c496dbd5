import type { TokenCredential } from '@azure/core-auth';
import { QueueClient, type RestError } from '@azure/storage-queue';
import { AppError } from '../../app/errors.ts';
import { toEvaluationMessage } from '../../app/evaluation-message.ts';
import type { EvaluationQueue } from '../../app/ports.ts';
import type { StorageConfig } from '../../config.ts';

/** The queue from which the Functions host gives requests to the function `evaluate-pool`. */
export const EVALUATIONS = 'evaluate-pool';

/** A tick asks again for what was not evaluated; an old request is worth nothing. */
const TIME_TO_LIVE_SECONDS = 600;

/** Requests to evaluate a pool, in a storage queue that is made when it is first sent to. */
export function evaluationQueue(storage: StorageConfig, credential: () => TokenCredential): EvaluationQueue {
  const client =
    storage.kind === 'identity'
      ? new QueueClient(`${storage.queues}/${EVALUATIONS}`, credential())
      : new QueueClient(storage.connectionString, EVALUATIONS);
  return {
    send: async (request) => {
      // The host reads messages in Base64 unless host.json says otherwise.
      const message = Buffer.from(toEvaluationMessage(request), 'utf8').toString('base64');
      await withQueue(client, () => client.sendMessage(message, { messageTimeToLive: TIME_TO_LIVE_SECONDS }));
    },
    length: async () => (await withQueue(client, () => client.getProperties())).approximateMessagesCount ?? 0,
  };
}

async function withQueue<Result>(client: QueueClient, operation: () => Promise<Result>): Promise<Result> {
  try {
    return await operation();
  } catch (error) {
    if ((error as RestError).code !== 'QueueNotFound') {
      throw new AppError('StorageUnavailable', `The queue ${EVALUATIONS} could not be used.`, { cause: error });
    }
    await client.createIfNotExists();
    return operation();
  }
}

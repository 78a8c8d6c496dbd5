import type { TokenCredential } from '@azure/core-auth';
import type { QueueClient, RestError } from '@azure/storage-queue';
import { Temporal } from 'temporal-polyfill';
import type { StorageConfig } from '../../config/storage.ts';
import { AppError } from '../../ports/errors.ts';
import { withPatience } from '../../ports/patience.ts';
import { STORAGE_PATIENCE_MS } from '../storage-patience.ts';

/** The visibility delay and the time to live of a message. */
export interface SendOptions {
  /** The message is invisible for this long; by default it is visible at once. At most 7 days. */
  readonly delay?: Temporal.Duration;
  /** The message is deleted after this time; by default it stays until it is processed. */
  readonly timeToLive?: Temporal.Duration;
}

/** A queue whose messages trigger the function of the same name. */
export interface StorageQueue {
  /** Sends a text of at most 48 KiB in UTF-8. */
  send(text: string, options?: SendOptions): Promise<void>;
  /** The approximate number of messages. */
  length(): Promise<number>;
  /** How long the first visible message has waited, by the clock of the service; `undefined` if there is none. */
  longestWait(): Promise<Temporal.Duration | undefined>;
}

/** "If timeToLive is -1 the message does not expire"; by default the service deletes a message after 7 days. */
const NEVER_EXPIRES = -1;

/**
 * A storage queue that is created at the first use. The library is loaded then, because it is a large part of a cold start and
 * most invocations send nothing.
 */
export function storageQueue(storage: StorageConfig, credential: () => TokenCredential, name: string): StorageQueue {
  let opening: Promise<QueueClient> | undefined;
  const open = () => {
    opening ??= connect(storage, credential, name);
    return opening;
  };
  return {
    send: async (text, { delay, timeToLive } = {}) => {
      // The host expects messages in Base64 unless host.json says otherwise.
      const message = Buffer.from(text, 'utf8').toString('base64');
      const options = {
        messageTimeToLive: timeToLive === undefined ? NEVER_EXPIRES : Math.ceil(timeToLive.total('seconds')),
        ...(delay !== undefined && { visibilityTimeout: Math.ceil(delay.total('seconds')) }),
      };
      await withQueue(await open(), (client) => client.sendMessage(message, options));
    },
    length: async () => {
      const { approximateMessagesCount } = await withQueue(await open(), (client) => client.getProperties());
      return approximateMessagesCount ?? 0;
    },
    longestWait: async () => {
      const peeked = await withQueue(await open(), (client) => client.peekMessages({ numberOfMessages: 1 }));
      const [first] = peeked.peekedMessageItems;
      if (first === undefined || peeked.date === undefined) return undefined;
      const milliseconds = Math.max(0, peeked.date.getTime() - first.insertedOn.getTime());
      return Temporal.Duration.from({ milliseconds });
    },
  };
}

async function connect(storage: StorageConfig, credential: () => TokenCredential, name: string): Promise<QueueClient> {
  const { QueueClient } = await import('@azure/storage-queue');
  return storage.kind === 'identity'
    ? new QueueClient(`${storage.queues}/${name}`, credential())
    : new QueueClient(storage.connectionString, name);
}

async function withQueue<Result>(
  client: QueueClient,
  operation: (client: QueueClient) => Promise<Result>,
): Promise<Result> {
  try {
    return await withPatience(operation(client), STORAGE_PATIENCE_MS);
  } catch (error) {
    if ((error as RestError).code !== 'QueueNotFound') {
      throw new AppError('StorageUnavailable', `The queue ${client.name} could not be used.`, { cause: error });
    }
    await withPatience(client.createIfNotExists(), STORAGE_PATIENCE_MS);
    return withPatience(operation(client), STORAGE_PATIENCE_MS);
  }
}

import { type DequeuedMessageItem, QueueClient } from '@azure/storage-queue';
import type { RegisteredFunction } from './function-app.ts';
import type { QueueSettings } from './host-settings.ts';
import type { Invoke } from './invoke.ts';

/** Gives the messages of one queue to a function. */
export interface QueueListener {
  /** Takes what is visible in the queue until nothing is, and waits until all of it is processed. Gives the number of messages. */
  drain(): Promise<number>;
}

/** While a message is worked on nobody else sees it, and so long a killed host keeps it; renewed halfway. */
const VISIBILITY_SECONDS = 600;

/** What a listener needs of the host around it. */
export interface QueueHost {
  readonly connectionString: string;
  readonly settings: QueueSettings;
  readonly invoke: Invoke;
  /** Virtual seconds a second: what is waited for shrinks with it. */
  readonly speed: () => number;
}

/**
 * Listens by the rules of the host: messages in Base64, so many at once as `batchSize` and `newBatchThreshold` say; one
 * that failed is tried again after `visibilityTimeout`, and after `maxDequeueCount` times it goes to the poison queue.
 */
export function queueListener(registered: RegisteredFunction, host: QueueHost): QueueListener {
  const name = String(registered.trigger['queueName']);
  const queues = {
    queue: new QueueClient(host.connectionString, name),
    poison: new QueueClient(host.connectionString, `${name}-poison`),
  };
  return { drain: () => drain({ registered, host, ...queues }) };
}

async function drain(work: Work): Promise<number> {
  const { batchSize, newBatchThreshold } = work.host.settings;
  const working = new Set<Promise<void>>();
  let taken = 0;
  for (;;) {
    const messages = await receive(work.queue, batchSize);
    taken += messages.length;
    for (const message of messages) track(working, workOff(message, work));
    if (messages.length === 0 && working.size === 0) return taken;
    await shrinkTo(working, messages.length === 0 ? 0 : newBatchThreshold);
  }
}

function track(working: Set<Promise<void>>, work: Promise<void>): void {
  const tracked: Promise<void> = work.finally(() => working.delete(tracked));
  working.add(tracked);
}

async function shrinkTo(working: ReadonlySet<Promise<void>>, count: number): Promise<void> {
  while (working.size > count) await Promise.race(working);
}

async function receive(queue: QueueClient, count: number): Promise<readonly DequeuedMessageItem[]> {
  try {
    const options = { numberOfMessages: count, visibilityTimeout: VISIBILITY_SECONDS };
    return (await queue.receiveMessages(options)).receivedMessageItems;
  } catch (error) {
    // A queue comes into being when something is first sent to it.
    if ((error as { readonly statusCode?: number }).statusCode === 404) return [];
    throw error;
  }
}

interface Work {
  readonly registered: RegisteredFunction;
  readonly host: QueueHost;
  readonly queue: QueueClient;
  readonly poison: QueueClient;
}

async function workOff(message: DequeuedMessageItem, work: Work): Promise<void> {
  const { queue, host, registered } = work;
  let { popReceipt } = message;
  const renewal = setInterval(async () => {
    const renewed = await queue.updateMessage(message.messageId, popReceipt, undefined, VISIBILITY_SECONDS);
    popReceipt = renewed.popReceipt ?? popReceipt;
  }, VISIBILITY_SECONDS * 500).unref();
  try {
    await host.invoke(registered, toRequest(registered, message));
    await queue.deleteMessage(message.messageId, popReceipt);
  } catch {
    // Logged by the invocation.
    await putBack(message, popReceipt, work);
  } finally {
    clearInterval(renewal);
  }
}

async function putBack(message: DequeuedMessageItem, popReceipt: string, { queue, poison, host }: Work): Promise<void> {
  const { maxDequeueCount, visibilityTimeout } = host.settings;
  if (message.dequeueCount < maxDequeueCount) {
    const seconds = Math.round(visibilityTimeout.total('seconds') / Math.max(1, host.speed()));
    await queue.updateMessage(message.messageId, popReceipt, undefined, seconds);
    return;
  }
  await poison.createIfNotExists();
  await poison.sendMessage(message.messageText);
  await queue.deleteMessage(message.messageId, popReceipt);
}

function toRequest({ triggerName }: RegisteredFunction, message: DequeuedMessageItem) {
  const text = Buffer.from(message.messageText, 'base64').toString('utf8');
  const metadata = {
    QueueTrigger: text,
    DequeueCount: message.dequeueCount,
    ExpirationTime: message.expiresOn,
    Id: message.messageId,
    InsertionTime: message.insertedOn,
    NextVisibleTime: message.nextVisibleOn,
    PopReceipt: message.popReceipt,
  };
  return {
    inputData: [{ name: triggerName, data: { string: text } }],
    triggerMetadata: Object.fromEntries(
      Object.entries(metadata).map(([name, value]) => [name, { json: JSON.stringify(value) }]),
    ),
  };
}

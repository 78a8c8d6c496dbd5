import { type DequeuedMessageItem, QueueClient } from '@azure/storage-queue';
import type { RegisteredFunction } from './function-app.ts';
import type { QueueSettings } from './host-settings.ts';
import type { Invoke } from './invoke.ts';
import { faultOf, GARBAGE, inOrder, type MessageFaults } from './message-faults.ts';
import { toMessageRequest } from './message-request.ts';
import { sendOutputs } from './queue-outputs.ts';

/** Passes the messages of one queue to a function. */
export interface QueueListener {
  /** Is it the poison queue of another queue? */
  readonly isPoison: boolean;
  /**
   * Processes visible messages until there are none, and waits until all are processed.
   * @returns the number of messages
   */
  drain(): Promise<number>;
}

/**
 * The visibility timeout of a message that is being processed, renewed halfway. After a killed host, the message becomes
 * visible again when it expires.
 */
const VISIBILITY_SECONDS = 600;

/** The delay of a late message; longer than most take to process. */
const LATE_SECONDS = 2;

/** The host of a listener. */
export interface QueueHost {
  readonly connectionString: string;
  readonly settings: QueueSettings;
  readonly invoke: Invoke;
  /** Virtual seconds per second; delays are divided by it. */
  readonly speed: () => number;
  /** Faults of the queues; by default there are none. */
  readonly faults?: MessageFaults | undefined;
}

/**
 * Listens by the rules of the host. Messages are in Base64, and as many are processed concurrently as `batchSize` and
 * `newBatchThreshold` say. A failed message is retried after `visibilityTimeout`, and moved to the poison queue after
 * `maxDequeueCount` attempts, also if the last of them never ended. A poison queue has none of its own: its message stays, becomes
 * visible when its timeout expires, and is not passed to the function any more after as many attempts.
 * https://github.com/Azure/azure-sdk-for-net, QueueProcessor.cs: BeginProcessingMessageAsync, CompleteProcessingMessageAsync
 */
export function queueListener(registered: RegisteredFunction, host: QueueHost): QueueListener {
  const name = String(registered.trigger['queueName']);
  const isPoison = name.endsWith('-poison');
  const queue = new QueueClient(host.connectionString, name);
  const poison = isPoison ? undefined : new QueueClient(host.connectionString, `${name}-poison`);
  return { isPoison, drain: () => drain({ registered, host, queue, poison }) };
}

async function drain(work: Work): Promise<number> {
  const { batchSize, newBatchThreshold } = work.host.settings;
  const working = new Set<Promise<void>>();
  let taken = 0;
  for (;;) {
    const messages = await receive(work.queue, batchSize);
    taken += messages.length;
    for (const message of inOrder(work.host.faults, messages)) track(working, process(message, work));
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
    // A queue is created when something is first sent to it.
    if ((error as { readonly statusCode?: number }).statusCode === 404) return [];
    throw error;
  }
}

interface Work {
  readonly registered: RegisteredFunction;
  readonly host: QueueHost;
  readonly queue: QueueClient;
  readonly poison: QueueClient | undefined;
}

async function process(message: DequeuedMessageItem, work: Work): Promise<void> {
  const { queue } = work;
  if (message.dequeueCount > work.host.settings.maxDequeueCount) {
    await unlessLost(() => giveUp(message, message.popReceipt, work));
    return;
  }
  let { popReceipt } = message;
  const renewal = setInterval(async () => {
    // If this fails, the message may be delivered a second time.
    const renewed = await unlessLost(() =>
      queue.updateMessage(message.messageId, popReceipt, undefined, VISIBILITY_SECONDS),
    );
    popReceipt = renewed?.popReceipt ?? popReceipt;
  }, VISIBILITY_SECONDS * 500).unref();
  try {
    const isDone = await call(message, work);
    // The response may be lost, or the queue unavailable: at worst the message is delivered again, as any may be.
    await unlessLost<unknown>(() =>
      isDone ? queue.deleteMessage(message.messageId, popReceipt) : putBack(message, popReceipt, work),
    );
  } finally {
    clearInterval(renewal);
  }
}

/** Calls the function with a message; `false` if it failed, which the invocation has logged. */
async function call(message: DequeuedMessageItem, { host, registered, queue }: Work): Promise<boolean> {
  const fault = faultOf(host.faults, message.messageId);
  const request = toMessageRequest(registered, message, ...(fault === 'poison' ? [GARBAGE] : []));
  const invoke = async () => sendOutputs(registered, await host.invoke(registered, request), host.connectionString);
  try {
    await invoke();
    if (fault === 'double') await invoke();
    if (fault === 'late') await queue.sendMessage(message.messageText, { visibilityTimeout: LATE_SECONDS });
    return true;
  } catch {
    return false;
  }
}

/** The result of a request to a queue; `undefined` if it failed. */
async function unlessLost<Result>(request: () => Promise<Result>): Promise<Result | undefined> {
  return request().catch(() => undefined);
}

async function putBack(message: DequeuedMessageItem, popReceipt: string, { queue, poison, host }: Work): Promise<void> {
  const { maxDequeueCount, visibilityTimeout } = host.settings;
  if (message.dequeueCount < maxDequeueCount) {
    const seconds = Math.round(visibilityTimeout.total('seconds') / Math.max(1, host.speed()));
    await queue.updateMessage(message.messageId, popReceipt, undefined, seconds);
    return;
  }
  await giveUp(message, popReceipt, { queue, poison });
}

async function giveUp(
  message: DequeuedMessageItem,
  popReceipt: string,
  { queue, poison }: Pick<Work, 'queue' | 'poison'>,
): Promise<void> {
  if (poison === undefined) return;
  await poison.createIfNotExists();
  await poison.sendMessage(message.messageText);
  await queue.deleteMessage(message.messageId, popReceipt);
}

import { QueueClient } from '@azure/storage-queue';
import type { InvocationResponse, RegisteredFunction } from './function-app.ts';

/**
 * Sends what a function has set for its output bindings of queues; the invocation fails if it cannot be sent. The host of the
 * queues is that of the trigger.
 */
export async function sendOutputs(
  { bindings }: Pick<RegisteredFunction, 'bindings'>,
  { outputData = [] }: InvocationResponse,
  connectionString: string,
): Promise<void> {
  for (const { name, data } of outputData) {
    const binding = bindings[name];
    if (binding?.type !== 'queue' || data.string === undefined) continue;
    const queue = new QueueClient(connectionString, String(binding['queueName']));
    await queue.createIfNotExists();
    await queue.sendMessage(Buffer.from(data.string, 'utf8').toString('base64'));
  }
}

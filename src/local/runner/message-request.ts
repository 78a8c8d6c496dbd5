import type { DequeuedMessageItem } from '@azure/storage-queue';
import type { InvocationRequest, RegisteredFunction } from './function-app.ts';

/** A message as the host hands it to a function. @param text what the message says; what stands in it, unless said otherwise */
export function toMessageRequest(
  { triggerName }: RegisteredFunction,
  message: DequeuedMessageItem,
  text = Buffer.from(message.messageText, 'base64').toString('utf8'),
): InvocationRequest {
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

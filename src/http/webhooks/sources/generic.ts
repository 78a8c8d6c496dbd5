import { requireSignature } from './proofs.ts';
import type { WebhookSource } from './webhook-source.ts';

/** Any system that signs by Standard Webhooks. A source that has only a secret in `WEBHOOK_SECRETS` is generic, too. */
export const GENERIC: WebhookSource = {
  name: 'generic',
  proof: {
    by: 'signature',
    require: (request, body, secrets) => ({ messageId: requireSignature(request, body, secrets) }),
  },
  read: ({ body, proof: { messageId = '' } }) => [{ id: messageId, key: messageId, body }],
};

import { requireSignature } from './proofs.ts';
import type { WebhookSource } from './webhook-source.ts';

/** Any system that signs as Standard Webhooks has it. A source that only the setting `WEBHOOK_SECRETS` names is one, too. */
export const GENERIC: WebhookSource = {
  name: 'generic',
  proof: {
    by: 'signature',
    require: (request, body, secrets) => ({ messageId: requireSignature(request, body, secrets) }),
  },
  read: ({ body, proof: { messageId = '' } }) => [{ id: messageId, key: messageId, body }],
};

import { AppError } from '../../../ports/errors.ts';
import type { RefusalReason } from '../../../ports/refusals.ts';

/**
 * Whoever sends this has not proved who it is. All that is wrong with a proof is said in the same words, so that nobody learns
 * from them which sources there are or how near he has come; the history has the reason.
 */
export class RefusedDelivery extends AppError {
  readonly reason: RefusalReason;

  constructor(reason: RefusalReason) {
    super(
      'SignatureInvalid',
      'The delivery does not prove where it comes from. Its source needs a secret in the setting WEBHOOK_SECRETS. Sign it by Standard Webhooks ' +
        '(webhook-id without full stops, webhook-timestamp within 5 minutes of now, webhook-signature over the body as it is sent); azure-monitor ' +
        'and event-grid send the secret itself in x-webhook-secret.',
    );
    this.name = 'RefusedDelivery';
    this.reason = reason;
  }
}

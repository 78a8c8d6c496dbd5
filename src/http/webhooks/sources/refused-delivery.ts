import { AppError } from '../../../ports/errors.ts';
import type { RefusalReason } from '../../../ports/refusals.ts';

/**
 * The sender is not authenticated. The message is the same for every reason, so that nobody learns which sources exist or how
 * close an attempt was; the audit log has the reason.
 */
export class RefusedDelivery extends AppError {
  readonly reason: RefusalReason;

  constructor(reason: RefusalReason) {
    super(
      'SignatureInvalid',
      'The delivery does not prove its origin. Its source needs a secret in the setting WEBHOOK_SECRETS. Sign it by Standard Webhooks ' +
        '(webhook-id without full stops, webhook-timestamp within 5 minutes of now, webhook-signature over the body as it is sent); azure-monitor ' +
        'and event-grid send the secret itself in x-webhook-secret.',
    );
    this.name = 'RefusedDelivery';
    this.reason = reason;
  }
}

import { Webhook } from 'standardwebhooks';

/** A secret as a setting has it; the same for the same number. */
export function aSecret(number = 1): string {
  return `whsec_${Buffer.alloc(32, number).toString('base64')}`;
}

/** What a sender of Standard Webhooks says about itself. */
export interface Signing {
  readonly id?: string;
  /** In seconds from now; it may lie in the past. */
  readonly after?: number;
  /** Each makes a signature. */
  readonly secrets?: readonly string[];
}

/** The headers with which a sender signs a body, now if it does not say otherwise. */
export function signed(body: string | Buffer, signing: Signing = {}): Record<string, string> {
  const { id = 'msg_1', after = 0, secrets = [aSecret()] } = signing;
  const at = new Date(Math.floor(Date.now() / 1000) * 1000 + after * 1000);
  return {
    'content-type': 'application/json',
    'webhook-id': id,
    'webhook-timestamp': String(at.getTime() / 1000),
    'webhook-signature': secrets.map((secret) => new Webhook(secret).sign(id, at, body)).join(' '),
  };
}

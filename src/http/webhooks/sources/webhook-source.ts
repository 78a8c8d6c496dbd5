import type { HttpRequest } from '@azure/functions';
import type { InboundEvent } from '../../../app/webhooks/inbound-event.ts';

/** The result of authentication: for a signed message, its id. */
export interface Proof {
  readonly messageId?: string;
}

/** A request whose sender is authenticated, and its body as JSON. */
export interface ProvenRequest {
  readonly request: HttpRequest;
  readonly body: unknown;
  readonly proof: Proof;
}

/** A kind of webhook source: how its sender authenticates, and how its events are parsed. One file each. */
export interface WebhookSource {
  /** The segment of the path after `webhooks/`. */
  readonly name: string;
  readonly proof: WebhookProof;
  /** The events of a request. @throws AppError InvalidRequest with every fault */
  readonly read: (proven: ProvenRequest) => readonly InboundEvent[];
  readonly handshake?: Handshake;
}

/**
 * How the sender of a request proves that it knows one of the secrets.
 * - `secret`: it sends the secret; if none is set, the function key is the only authentication
 * - `signature`: over the bytes of the body; a secret must be set
 */
export type WebhookProof =
  | { readonly by: 'secret'; readonly require: (request: HttpRequest, secrets: readonly string[]) => void }
  | {
      readonly by: 'signature';
      readonly require: (request: HttpRequest, body: ArrayBuffer, secrets: readonly string[]) => Proof;
    };

/** How a system validates the address before it sends events. */
export interface Handshake {
  /** The response to a POST with a validation request; `undefined` for any other. @throws AppError InvalidRequest */
  readonly answer: (request: HttpRequest, body: unknown) => { readonly validationResponse: string } | undefined;
  /** Does it also use OPTIONS, as in CloudEvents? */
  readonly byOptions: boolean;
}

import type { HttpRequest } from '@azure/functions';
import type { InboundEvent } from '../../../app/webhooks/inbound-event.ts';

/** What a request has shown by its proof: of a signed message its id. */
export interface Proof {
  readonly messageId?: string;
}

/** A request with its body, read as JSON. */
export interface ProvenRequest {
  readonly request: HttpRequest;
  readonly body: unknown;
  readonly proof: Proof;
}

/** A kind of system that can call a webhook: how it proves who it is, and how its events are read. One file each. */
export interface WebhookSource {
  /** The part of the address after `webhooks/`. */
  readonly name: string;
  readonly proof: WebhookProof;
  /** The events of a request. @throws AppError InvalidRequest with every fault */
  readonly read: (proven: ProvenRequest) => readonly InboundEvent[];
  readonly handshake?: Handshake;
}

/**
 * How a request shows that it comes from somebody who knows one of the secrets.
 * - `secret`: the secret comes along; where none is set, the function key is the only proof
 * - `signature`: over the bytes of the body; a secret must be set
 */
export type WebhookProof =
  | { readonly by: 'secret'; readonly require: (request: HttpRequest, secrets: readonly string[]) => void }
  | {
      readonly by: 'signature';
      readonly require: (request: HttpRequest, body: ArrayBuffer, secrets: readonly string[]) => Proof;
    };

/** How a system asks whether it may send events. */
export interface Handshake {
  /** The answer to a POST that is such a question; `undefined` for every other one. @throws AppError InvalidRequest */
  readonly answer: (request: HttpRequest, body: unknown) => { readonly validationResponse: string } | undefined;
  /** Does it also ask by OPTIONS, as CloudEvents has it? */
  readonly byOptions: boolean;
}

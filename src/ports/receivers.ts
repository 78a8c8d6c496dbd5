/** The response of a receiver, or why there was none, in words for people. */
export type ReceiverAnswer =
  | {
      readonly kind: 'answered';
      readonly status: number;
      /** The header `Retry-After`. */
      readonly retryAfter: string | undefined;
    }
  | { readonly kind: 'failed'; readonly reason: string };

/** A message to post. */
export interface OutboundMessage {
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
  /** The app authenticates to Azure Communication Services; no other receiver gets a token. */
  readonly signsIn?: boolean;
}

/** Posts events to receivers. */
export interface Receivers {
  /** Why a message to an address would be refused now; `undefined` if it would be sent. This sends nothing to the address. */
  whyNot(address: URL, signsIn?: boolean): Promise<string | undefined>;
  /** Sends one request, with a time limit. It checks the address again, and does not follow redirects. */
  post(address: URL, sent: OutboundMessage): Promise<ReceiverAnswer>;
}

export interface HasReceivers {
  readonly receivers: Receivers;
}

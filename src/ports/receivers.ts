/** What a receiver answered, or why it did not; in words for people. */
export type ReceiverAnswer =
  | {
      readonly kind: 'answered';
      readonly status: number;
      /** The header `Retry-After`. */
      readonly retryAfter: string | undefined;
    }
  | { readonly kind: 'failed'; readonly reason: string };

/** What is posted. */
export interface OutboundMessage {
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
  /** The app signs in to Azure Communication Services; no other receiver is given a token. */
  readonly signsIn?: boolean;
}

/** Whoever events are posted to. */
export interface Receivers {
  /** Why nothing would be sent to an address now; `undefined` if nothing speaks against it. Nothing is sent to it. */
  whyNot(address: URL, signsIn?: boolean): Promise<string | undefined>;
  /** Sends one request, within a bounded time; the address is checked once more, redirections are not followed. */
  post(address: URL, sent: OutboundMessage): Promise<ReceiverAnswer>;
}

export interface HasReceivers {
  readonly receivers: Receivers;
}

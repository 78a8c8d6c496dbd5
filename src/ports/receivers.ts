/** What a receiver answered, or why it did not; in words for people. */
export type ReceiverAnswer =
  | {
      readonly kind: 'answered';
      readonly status: number;
      /** The header `Retry-After`. */
      readonly retryAfter: string | undefined;
    }
  | { readonly kind: 'failed'; readonly reason: string };

/** Whoever events are posted to. */
export interface Receivers {
  /** Why nothing would be sent to an address now; `undefined` if nothing speaks against it. Nothing is sent to it. */
  whyNot(address: URL): Promise<string | undefined>;
  /** Sends one request, within a bounded time; the address is checked once more, redirections are not followed. */
  post(
    address: URL,
    sent: { readonly headers: Readonly<Record<string, string>>; readonly body: string },
  ): Promise<ReceiverAnswer>;
}

export interface HasReceivers {
  readonly receivers: Receivers;
}

/** A request to an address was not made, or failed. The message says why, in words for people. */
export class OutboundFailure extends Error {
  constructor(message: string, options?: ErrorOptions) {
    super(message, options);
    this.name = 'OutboundFailure';
  }
}

/** An address is not asked, or did not answer as it should. The message says why, in words for people. */
export class OutboundFailure extends Error {
  constructor(message: string, options?: ErrorOptions) {
    super(message, options);
    this.name = 'OutboundFailure';
  }
}

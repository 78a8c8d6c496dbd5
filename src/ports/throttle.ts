/** The throttling of accounts by Batch, shared by all processes of the app. */
export interface Throttle {
  /** The milliseconds for which requests of an account that can wait should not be sent; 0 if Batch does not throttle it. */
  remaining(account: string): Promise<number>;
}

export interface HasThrottle {
  readonly throttle: Throttle;
}

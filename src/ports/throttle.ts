/** That Batch has asked for less of an account, as all processes of the app know it. */
export interface Throttle {
  /** So many milliseconds are left in which an account should be asked nothing that can wait; 0 where nothing was said. */
  remaining(account: string): Promise<number>;
}

export interface HasThrottle {
  readonly throttle: Throttle;
}

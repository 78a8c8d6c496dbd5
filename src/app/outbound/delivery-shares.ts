/** The most concurrent attempts for one subscription in a process. */
const SHARE = 4;

/** The same for a subscription whose last attempt has failed, so that slow and dead receivers delay only themselves. */
const SHARE_OF_FAILING = 1;

/** The longest turn in seconds, so that the last deliveries in the line also come soon after their receiver is back. */
const LONGEST_TURN_SECONDS = 600;

/** Gives each subscription a share of the concurrent attempts of a process, whatever the receivers of others do. */
export interface DeliveryShares {
  /** Takes a place for an attempt; `undefined` if the share is in use. */
  take(subscription: string): Place | undefined;
  /**
   * Puts a delivery that got no place at the end of the line of its subscription. @returns the seconds until its turn: a delivery
   * that came back sooner would only be sent away again, and each time costs an execution
   */
  queueUp(subscription: string): number;
}

/** A place for one attempt. */
export interface Place {
  /** Gives the place back, with the result of the attempt; `undefined` if none was made. */
  leave(succeeded: boolean | undefined): void;
}

export interface HasDeliveryShares {
  readonly deliveryShares: DeliveryShares;
}

interface Using {
  underWay: number;
  isFailing: boolean;
  /** The duration of the last attempt in milliseconds, 0 before the first one. */
  attemptMs: number;
  /** When the turn of the last one in the line comes, in milliseconds. */
  lineEndsAt: number;
}

/** Counts the attempts of this process. `now` is a steady clock in milliseconds. */
export function deliveryShares(now: () => number = () => performance.now()): DeliveryShares {
  const using = new Map<string, Using>();
  return {
    take: (subscription) => {
      const use = using.get(subscription) ?? { underWay: 0, isFailing: false, attemptMs: 0, lineEndsAt: 0 };
      if (use.underWay >= shareOf(use)) return undefined;
      use.underWay += 1;
      using.set(subscription, use);
      const tookAt = now();
      return {
        leave: (succeeded) => {
          use.underWay -= 1;
          if (succeeded !== undefined) note(use, { succeeded, attemptMs: now() - tookAt });
          if (use.underWay === 0 && !use.isFailing) using.delete(subscription);
        },
      };
    },
    queueUp: (subscription) => {
      const use = using.get(subscription);
      if (use === undefined) return 0;
      const wait = Math.max(0, use.lineEndsAt - now()) + use.attemptMs / shareOf(use);
      const turn = Math.min(wait, LONGEST_TURN_SECONDS * 1000);
      use.lineEndsAt = now() + turn;
      return turn / 1000;
    },
  };
}

function note(use: Using, { succeeded, attemptMs }: { readonly succeeded: boolean; readonly attemptMs: number }): void {
  // A receiver that is back takes four at a time: nobody joins the line of before.
  if (succeeded && use.isFailing) use.lineEndsAt = 0;
  use.isFailing = !succeeded;
  use.attemptMs = attemptMs;
}

function shareOf({ isFailing }: Using): number {
  return isFailing ? SHARE_OF_FAILING : SHARE;
}

/** The most concurrent attempts for one subscription in a process. */
const SHARE = 4;

/** The same for a subscription whose last attempt has failed, so that slow and dead receivers delay only themselves. */
const SHARE_OF_FAILING = 1;

/** Gives each subscription a share of the concurrent attempts of a process, whatever the receivers of others do. */
export interface DeliveryShares {
  /** Takes a place for an attempt; `undefined` if the share is in use. */
  take(subscription: string): Place | undefined;
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
}

/** Counts the attempts of this process. */
export function deliveryShares(): DeliveryShares {
  const using = new Map<string, Using>();
  return {
    take: (subscription) => {
      const use = using.get(subscription) ?? { underWay: 0, isFailing: false };
      if (use.underWay >= (use.isFailing ? SHARE_OF_FAILING : SHARE)) return undefined;
      use.underWay += 1;
      using.set(subscription, use);
      return {
        leave: (succeeded) => {
          use.underWay -= 1;
          use.isFailing = succeeded === undefined ? use.isFailing : !succeeded;
          if (use.underWay === 0 && !use.isFailing) using.delete(subscription);
        },
      };
    },
  };
}

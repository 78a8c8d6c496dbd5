/** So many attempts for one subscription are under way in a process at the same moment. */
const SHARE = 4;

/** And so many for one whose last attempt has failed: slow receivers and dead ones wait by themselves. */
const SHARE_OF_FAILING = 1;

/** Lets each subscription have a share of what a process can do at once, whatever the receivers of others do. */
export interface DeliveryShares {
  /** Takes a place for an attempt; `undefined` where the share is used up. */
  take(subscription: string): Place | undefined;
}

/** A place for one attempt. */
export interface Place {
  /** Gives it back, with how the attempt went; `undefined` where none was made. */
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

const REMEMBERED = 20_000;

/** Which notices this process knows to have been given: nothing is read of them again, minute after minute, until their windows close. */
export interface ToldNotices {
  has(notice: string): boolean;
  add(notice: string): void;
}

export interface HasToldNotices {
  readonly toldNotices: ToldNotices;
}

/** Remembers so many that a thousand pools with twenty subscriptions fit; after more it begins anew, and the claims are read again. */
export function toldNotices(): ToldNotices {
  const told = new Set<string>();
  return {
    has: (notice) => told.has(notice),
    add: (notice) => {
      if (told.size >= REMEMBERED) told.clear();
      told.add(notice);
    },
  };
}

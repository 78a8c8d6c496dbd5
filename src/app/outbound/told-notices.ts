const REMEMBERED = 20_000;

/**
 * The notices that this process knows to be sent, so that it does not read their claims again each minute until their windows
 * close.
 */
export interface ToldNotices {
  has(notice: string): boolean;
  add(notice: string): void;
}

export interface HasToldNotices {
  readonly toldNotices: ToldNotices;
}

/**
 * Remembers enough notices for a thousand pools with twenty subscriptions; beyond that it starts empty, and claims are read
 * again.
 */
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

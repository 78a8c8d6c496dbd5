const NAME = 'lamplighter.key';

/** The function key of this tab, until it is closed; nothing where the browser keeps nothing. */
export function storedKey(): string | undefined {
  try {
    return sessionStorage.getItem(NAME) ?? undefined;
  } catch {
    return undefined;
  }
}

/** Keeps the key for this tab, or forgets it. */
export function storeKey(key: string | undefined): void {
  try {
    if (key === undefined) sessionStorage.removeItem(NAME);
    else sessionStorage.setItem(NAME, key);
  } catch {
    // Without a store the key is asked for again.
  }
}

const NAME = 'lamplighter.key';

/** The function key of this tab, until the tab is closed; `undefined` if the browser stores nothing. */
export function storedKey(): string | undefined {
  try {
    return sessionStorage.getItem(NAME) ?? undefined;
  } catch {
    return undefined;
  }
}

/** Stores the key for this tab, or removes it. */
export function storeKey(key: string | undefined): void {
  try {
    if (key === undefined) sessionStorage.removeItem(NAME);
    else sessionStorage.setItem(NAME, key);
  } catch {
    // Without storage, the user has to enter the key again.
  }
}

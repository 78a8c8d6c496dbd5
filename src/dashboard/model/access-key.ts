/** The key in an address, and the address without it. */
export interface FoundKey {
  readonly key: string | undefined;
  /** Path, query and fragment, as they may stay in the address bar and in its history. */
  readonly address: string;
}

/** Removes the function key from an address: `#code=` or `#/pools?code=` takes precedence over `?code=`. */
export function takeKey(href: string): FoundKey {
  const url = new URL(href);
  const [place = '', query] = url.hash.startsWith('#/') ? url.hash.split('?', 2) : ['', url.hash.slice(1)];
  const fragment = new URLSearchParams(query ?? '');
  const key = fragment.get('code') ?? url.searchParams.get('code') ?? undefined;
  fragment.delete('code');
  url.searchParams.delete('code');
  const rest = fragment.toString();
  const hash = place === '' ? (rest === '' ? '' : `#${rest}`) : `${place}${rest === '' ? '' : `?${rest}`}`;
  return { key: key === '' ? undefined : key, address: `${url.pathname}${url.search}${hash}` };
}

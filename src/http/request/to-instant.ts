import { Temporal } from 'temporal-polyfill';

/** The instant that a parameter names, which its contract has checked; `undefined` where it was left out. */
export function toInstant(text: string | undefined): Temporal.Instant | undefined {
  return text === undefined ? undefined : Temporal.Instant.from(text);
}

/** The span between two such parameters. */
export function toSpan({ from, to }: { readonly from?: string | undefined; readonly to?: string | undefined }) {
  return { from: toInstant(from), to: toInstant(to) };
}

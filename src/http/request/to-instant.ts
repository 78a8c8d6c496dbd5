import { Temporal } from 'temporal-polyfill';

/** The instant in a parameter that the contract has validated; `undefined` if it is missing. */
export function toInstant(text: string | undefined): Temporal.Instant | undefined {
  return text === undefined ? undefined : Temporal.Instant.from(text);
}

/** The span between two such parameters. */
export function toSpan({ from, to }: { readonly from?: string | undefined; readonly to?: string | undefined }) {
  return { from: toInstant(from), to: toInstant(to) };
}

import type { Temporal } from 'temporal-polyfill';

/** An instant as the service writes it: UTC with seven digits after the second. */
export function toWireTime(instant: Temporal.Instant): string {
  const known = written.get(instant);
  if (known !== undefined) return known;
  const text = instant.toString({ fractionalSecondDigits: 7 });
  written.set(instant, text);
  return text;
}

/** The present is written many times before it is over, and writing it is slow. */
const written = new WeakMap<Temporal.Instant, string>();

/** An instant as HTTP headers write it (RFC 9110), to the second. */
export function toHttpDate(instant: Temporal.Instant): string {
  return new Date(instant.epochMilliseconds).toUTCString();
}

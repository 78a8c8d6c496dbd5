import type { Temporal } from 'temporal-polyfill';

/** An instant as the service writes it: UTC with seven digits after the second. */
export function toWireTime(instant: Temporal.Instant): string {
  return instant.toString({ fractionalSecondDigits: 7 });
}

/** An instant as HTTP headers write it (RFC 9110), to the second. */
export function toHttpDate(instant: Temporal.Instant): string {
  return new Date(instant.epochMilliseconds).toUTCString();
}

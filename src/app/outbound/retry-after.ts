import type { Temporal } from 'temporal-polyfill';

/** The seconds of a header `Retry-After` (RFC 9110, 10.2.3), counted from `now`; `undefined` if it is missing or invalid. */
export function retryAfterSeconds(header: string | undefined, now: Temporal.Instant): number | undefined {
  const said = header?.trim() ?? '';
  if (/^\d{1,9}$/.test(said)) return Number(said);
  // `Date.parse` would read a malformed number as a year.
  const date = /^[A-Z]/i.test(said) ? Date.parse(said) : Number.NaN;
  return Number.isNaN(date) ? undefined : Math.max(0, Math.ceil((date - now.epochMilliseconds) / 1000));
}

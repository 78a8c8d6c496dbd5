import type { Temporal } from 'temporal-polyfill';

/** What a header `Retry-After` asks for, in seconds from `now`; `undefined` if it is missing or says nothing. RFC 9110, 10.2.3. */
export function retryAfterSeconds(header: string | undefined, now: Temporal.Instant): number | undefined {
  const said = header?.trim() ?? '';
  if (/^\d{1,9}$/.test(said)) return Number(said);
  // A number that is none is no year either.
  const date = /^[A-Z]/i.test(said) ? Date.parse(said) : Number.NaN;
  return Number.isNaN(date) ? undefined : Math.max(0, Math.ceil((date - now.epochMilliseconds) / 1000));
}

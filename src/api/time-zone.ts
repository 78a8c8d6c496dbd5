import * as z from 'zod';

/** An IANA time zone. */
export const TIME_ZONE = z
  .string('a time zone is expected')
  .regex(/^[A-Za-z][A-Za-z0-9_+/-]*$/, 'an IANA time zone such as "Europe/Berlin" is expected')
  .refine(isTimeZone, 'an IANA time zone such as "Europe/Berlin" is expected');

function isTimeZone(text: string): boolean {
  try {
    new Intl.DateTimeFormat('en', { timeZone: text });
    return true;
  } catch {
    return false;
  }
}

import type { HttpRequest, HttpResponseInit } from '@azure/functions';

/**
 * The headers of every answer; a handler that gives a page may replace each of them. Answers are not cached, sniffed, run or
 * framed, and their addresses are not passed on to other sites.
 * https://cheatsheetseries.owasp.org/cheatsheets/REST_Security_Cheat_Sheet.html#security-headers
 */
export const SECURITY_HEADERS = {
  'cache-control': 'no-store',
  'content-security-policy': "default-src 'none'; frame-ancestors 'none'",
  'cross-origin-resource-policy': 'same-origin',
  'referrer-policy': 'no-referrer',
  'x-content-type-options': 'nosniff',
} as const;

/** A browser that was here by https comes back by it alone, for a year. By http it would not believe it: RFC 6797, section 8.1. */
// assumed: behind the platform's front end the address of a request begins as the caller has written it.
const TRANSPORT = { 'strict-transport-security': 'max-age=31536000' };

/** An answer with the headers that all have. */
export function withSecurityHeaders(request: Pick<HttpRequest, 'url'>, response: HttpResponseInit): HttpResponseInit {
  const own = Object.entries((response.headers ?? {}) as Readonly<Record<string, string>>);
  return {
    ...response,
    headers: {
      ...SECURITY_HEADERS,
      ...(/^https:/i.test(request.url) && TRANSPORT),
      ...Object.fromEntries(own.map(([name, value]) => [name.toLowerCase(), value])),
    },
  };
}

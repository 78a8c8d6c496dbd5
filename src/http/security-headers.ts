import type { HttpRequest, HttpResponseInit } from '@azure/functions';

/**
 * The headers of every response; a handler that returns a page may replace them. Responses are not cached, sniffed, executed or
 * framed, and send no referrer.
 * https://cheatsheetseries.owasp.org/cheatsheets/REST_Security_Cheat_Sheet.html#security-headers
 */
export const SECURITY_HEADERS = {
  'cache-control': 'no-store',
  'content-security-policy': "default-src 'none'; frame-ancestors 'none'",
  'cross-origin-resource-policy': 'same-origin',
  'referrer-policy': 'no-referrer',
  'x-content-type-options': 'nosniff',
} as const;

/** HSTS for a year. Browsers ignore it over http: RFC 6797, section 8.1. */
// assumed: behind the front end of App Service, the URL of a request has the scheme that the caller used.
const TRANSPORT = { 'strict-transport-security': 'max-age=31536000' };

/** Adds the common headers to a response. */
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

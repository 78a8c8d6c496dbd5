import type { HttpRequest, HttpResponseInit } from '@azure/functions';
import { AppError } from '../ports/errors.ts';
import { withSecurityHeaders } from './security-headers.ts';
import { toProblem } from './serving/problem.ts';

/** The parts of a route that are needed to match a path. */
export interface KnownRoute {
  readonly method: string;
  /** Below `/api`: `accounts/{account}/pools`. */
  readonly route: string;
}

const DESCRIPTION = '/api/openapi.json';

/**
 * Answers requests that no other function takes: `/api` redirects to the OpenAPI document, a known path with another method
 * gets 405 with the allowed methods, and everything else is a problem.
 */
export function answerUnknownRoute(
  request: HttpRequest,
  routes: readonly KnownRoute[],
  invocationId: string,
): HttpResponseInit {
  return withSecurityHeaders(request, answer(request, routes, invocationId));
}

function answer(
  { method, url }: Pick<HttpRequest, 'method' | 'url'>,
  routes: readonly KnownRoute[],
  invocationId: string,
): HttpResponseInit {
  const path = new URL(url).pathname.replace(/^\/+api(?=\/|$)/i, '').replaceAll(/^\/+|\/+$/g, '');
  if (path === '' && ['GET', 'HEAD'].includes(method)) return { status: 302, headers: { location: DESCRIPTION } };
  const methods = [...new Set(routes.filter(({ route }) => fits(route, path)).map((known) => known.method))].toSorted();
  if (methods.length === 0) return toProblem(noRoute(method), invocationId);
  const known = methods.join(', ');
  const refused = toProblem(
    new AppError('MethodNotAllowed', `The address does not accept ${method}; it accepts ${known}.`),
    invocationId,
  );
  return { ...refused, headers: { ...refused.headers, allow: known } };
}

function noRoute(method: string): AppError {
  return new AppError(
    'RouteNotFound',
    `There is nothing to ${method} at that address; GET ${DESCRIPTION} lists what there is.`,
  );
}

function fits(route: string, path: string): boolean {
  const [segments, asked] = [route.split('/'), path.split('/')];
  return (
    segments.length === asked.length &&
    segments.every((segment, index) => segment.startsWith('{') || segment.toLowerCase() === asked[index]?.toLowerCase())
  );
}

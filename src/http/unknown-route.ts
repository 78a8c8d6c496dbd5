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
  const asked = segmentsOf(url);
  if (asked.length === 0 && ['GET', 'HEAD'].includes(method))
    return { status: 302, headers: { location: DESCRIPTION } };
  const fitting = routes.filter(({ route }) => fits(route.split('/'), asked));
  const methods = [...new Set(fitting.map((known) => known.method))].toSorted();
  // The host routes no address with an empty segment, such as /api//schedules, to a function that accepts the method.
  if (methods.length === 0 || methods.includes(method)) return toProblem(noRoute(method), invocationId);
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

/** The segments of a path below `/api` that are not empty. */
function segmentsOf(url: string): readonly string[] {
  const [first, ...rest] = new URL(url).pathname.split('/').filter((segment) => segment !== '');
  if (first === undefined) return [];
  return first.toLowerCase() === 'api' ? rest : [first, ...rest];
}

function fits(route: readonly string[], asked: readonly string[]): boolean {
  return (
    route.length === asked.length &&
    route.every((segment, index) => segment.startsWith('{') || segment.toLowerCase() === asked[index]?.toLowerCase())
  );
}

import type { HttpHandler, HttpRequest, HttpResponseInit } from '@azure/functions';
import { describeError } from '../app/describe-error.ts';
import type { Ports } from '../app/ports.ts';
import { isOurFault, toProblem } from './problem.ts';

/** Answers a request with the help of the use cases; whatever it throws becomes a problem. */
export type Handler = (request: HttpRequest, ports: Ports) => Promise<HttpResponseInit>;

/** Nothing that we answer is to be kept by others, or read as anything else than it says. */
const HEADERS = { 'cache-control': 'no-store', 'x-content-type-options': 'nosniff' };

/**
 * Makes an HTTP function of a handler. The ports are asked for at each request, so that wrong settings are an answer that
 * says what is wrong with them, and not an app without functions.
 */
export function endpoint(ports: () => Ports, handler: Handler): HttpHandler {
  return async (request, context) => {
    try {
      return withHeaders(await handler(request, ports()));
    } catch (error) {
      if (isOurFault(error)) context.error(describeError(error), error);
      return withHeaders(toProblem(error, context.invocationId));
    }
  };
}

function withHeaders(response: HttpResponseInit): HttpResponseInit {
  return { ...response, headers: { ...HEADERS, ...(response.headers as Readonly<Record<string, string>>) } };
}

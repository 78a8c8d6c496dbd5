import type { HttpHandler, HttpResponseInit } from '@azure/functions';
import { describeError, traceOf } from '../app/describe-error.ts';
import type { Ports } from '../app/ports.ts';
import { admit } from './admit.ts';
import type { Operation } from './operation.ts';
import { isOurFault, toProblem } from './problem.ts';

/** What the endpoint has to know of an operation to serve it. */
export type Served = Pick<Operation, 'access' | 'handler'>;

/** Nothing that we answer is to be kept by others, or read as anything else than it says. */
const HEADERS = { 'cache-control': 'no-store', 'x-content-type-options': 'nosniff' };

/**
 * Makes an HTTP function of a handler. The ports are asked for at each request, so that wrong settings are an answer that
 * says what is wrong with them, and not an app without functions.
 */
export function endpoint(ports: () => Ports, { access, handler }: Served): HttpHandler {
  return async (request, context) => {
    try {
      const available = ports();
      await admit(request, { access, name: context.functionName }, available);
      return withHeaders(await handler(request, available));
    } catch (error) {
      if (isOurFault(error)) context.error(describeError(error), traceOf(error));
      return withHeaders(toProblem(error, context.invocationId));
    }
  };
}

function withHeaders(response: HttpResponseInit): HttpResponseInit {
  return { ...response, headers: { ...HEADERS, ...(response.headers as Readonly<Record<string, string>>) } };
}

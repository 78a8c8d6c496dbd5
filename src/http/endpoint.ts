import type { HttpHandler } from '@azure/functions';
import { describeError, traceOf } from '../app/describe-error.ts';
import type { Ports } from '../app/ports.ts';
import { admit } from './admit.ts';
import type { Operation } from './operation.ts';
import { isOurFault, toProblem } from './problem.ts';
import { withSecurityHeaders } from './security-headers.ts';

/** What the endpoint has to know of an operation to serve it. */
export type Served = Pick<Operation, 'access' | 'handler'>;

/**
 * Makes an HTTP function of a handler. The ports are asked for at each request, so that wrong settings are an answer that
 * says what is wrong with them, and not an app without functions.
 */
export function endpoint(ports: () => Ports, { access, handler }: Served): HttpHandler {
  return async (request, context) => {
    try {
      const available = ports();
      await admit(request, { access, name: context.functionName }, available);
      return withSecurityHeaders(request, await handler(request, available));
    } catch (error) {
      if (isOurFault(error)) context.error(describeError(error), traceOf(error));
      return withSecurityHeaders(request, toProblem(error, context.invocationId));
    }
  };
}

import type { HttpHandler, HttpResponseInit } from '@azure/functions';
import type { Ports } from '../app/ports.ts';
import { describeError, traceOf } from '../core/text/describe-error.ts';
import { answerUnderWay } from './answers-under-way.ts';
import { authorize } from './caller/authorize.ts';
import { callerOf } from './caller/caller.ts';
import { withSecurityHeaders } from './security-headers.ts';
import type { Operation } from './serving/operation.ts';
import { isOurFault, toProblem } from './serving/problem.ts';
import { bodyOf, isInPieces } from './streamed-body.ts';

/** The parts of an operation that the endpoint needs. */
export type Served = Pick<Operation, 'access' | 'handler' | 'inParts'>;

/**
 * Makes an HTTP function of an operation. The ports are built at a request, so wrong settings give an answer that names them,
 * instead of an app without functions.
 */
export function endpoint(ports: () => Ports | Promise<Ports>, { access, inParts, handler }: Served): HttpHandler {
  return async (request, context) => {
    try {
      const available = await ports();
      const authorized = await authorize(
        request,
        { access, inParts: inParts === true, name: context.functionName },
        available,
      );
      const response = await handler({ request, caller: callerOf(request, authorized) }, available);
      return withSecurityHeaders(request, await inPieces(response, context.invocationId));
    } catch (error) {
      if (isOurFault(error)) context.error(describeError(error), traceOf(error));
      return withSecurityHeaders(request, toProblem(error, context.invocationId));
    }
  };
}

async function inPieces(response: HttpResponseInit, invocationId: string): Promise<HttpResponseInit> {
  const { body } = response;
  return isInPieces(body) ? { ...response, body: await bodyOf(body, answerUnderWay(invocationId)) } : response;
}

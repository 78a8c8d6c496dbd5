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

/** What the endpoint has to know of an operation to serve it. */
export type Served = Pick<Operation, 'access' | 'handler'>;

/**
 * Makes an HTTP function of an operation. The ports are asked for at each request, so that wrong settings are an answer that
 * says what is wrong with them, and not an app without functions.
 */
export function endpoint(ports: () => Ports | Promise<Ports>, { access, handler }: Served): HttpHandler {
  return async (request, context) => {
    try {
      const available = await ports();
      const actor = await authorize(request, { access, name: context.functionName }, available);
      const response = await handler({ request, caller: callerOf(request, actor) }, available);
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

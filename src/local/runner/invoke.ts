import { randomUUID } from 'node:crypto';
import type { Temporal } from 'temporal-polyfill';
import { withPatience } from '../../ports/patience.ts';
import type {
  FunctionApp,
  FunctionLog,
  InvocationRequest,
  InvocationResponse,
  RegisteredFunction,
} from './function-app.ts';

/** Calls functions of an app as the worker does. */
export type Invoke = (
  called: RegisteredFunction,
  request: InvocationRequest,
  invocationId?: string,
) => Promise<InvocationResponse>;

/** The host of the invocations. */
export interface InvocationHost {
  readonly log: FunctionLog;
  /** In real time, as in the host. */
  readonly functionTimeout: Temporal.Duration;
}

/**
 * Calls functions through the library's own model. A function that exceeds the timeout has failed; the host would end its
 * process.
 * @throws whatever the function throws, after it was logged
 */
export function invoker({ model }: FunctionApp, { log, functionTimeout }: InvocationHost): Invoke {
  const milliseconds = functionTimeout.total('milliseconds');
  const tooLate = `it has not ended within ${milliseconds / 1000} s, the functionTimeout of host.json`;
  return async (called, request, invocationId = randomUUID()) => {
    const { name, bindings, callback } = called;
    const invocation = model.getInvocationModel({
      invocationId,
      metadata: { name, bindings },
      request,
      log: (level, _category, message) => log(level, message, name),
      state: undefined,
    });
    try {
      const { context, inputs } = await invocation.getArguments();
      const running = invocation.invokeFunction(context, inputs, callback);
      const result = await withPatience(running, milliseconds, tooLate);
      return await invocation.getResponse(context, result);
    } catch (error) {
      log('error', `The function failed: ${error instanceof Error ? error.stack : error}`, name);
      throw error;
    }
  };
}

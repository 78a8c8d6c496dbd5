import { randomUUID } from 'node:crypto';
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

/** Calls functions through the library's own model. @throws whatever the function throws, after it was logged */
export function invoker({ model }: FunctionApp, log: FunctionLog): Invoke {
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
      return await invocation.getResponse(context, await invocation.invokeFunction(context, inputs, callback));
    } catch (error) {
      log('error', `The function failed: ${error instanceof Error ? error.stack : error}`, name);
      throw error;
    }
  };
}

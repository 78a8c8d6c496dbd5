import { app, type HttpHandler } from '@azure/functions';
import type { Operation } from '../http/operation.ts';
import { loggedPorts } from './log.ts';

/** Registers operations of the API with the host. What is not open asks for a function key. */
export function register(operations: readonly Operation[]): void {
  for (const operation of operations) {
    const { name, method, route, access } = operation;
    const authLevel = access === 'open' ? 'anonymous' : 'function';
    app.http(name, { methods: [method], route, authLevel, handler: handlerOf(operation) });
  }
}

function handlerOf(operation: Operation): HttpHandler {
  return async (request, context) => {
    const { endpoint } = await import('../http/endpoint.ts');
    return endpoint(() => loggedPorts(context), operation)(request, context);
  };
}

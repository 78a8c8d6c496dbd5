import { app, type HttpHandler } from '@azure/functions';
import { isAuthenticatedByPlatform } from '../config/platform-authentication.ts';
import type { Operation } from '../http/operation.ts';
import { loggedPorts } from './log.ts';

/** Registers operations of the API with the host. What is not open asks for a function key, unless a role opens it. */
export function register(operations: readonly Operation[]): void {
  for (const operation of operations) {
    const { name, method, route, access } = operation;
    app.http(name, { methods: [method], route, authLevel: authLevelOf(access), handler: handlerOf(operation) });
  }
}

/**
 * Where the platform's authentication is on, a role is asked for in place of a key. What asks for no role keeps its key: a
 * webhook whose source has no secret has nothing else.
 */
function authLevelOf(access: Operation['access']): 'anonymous' | 'function' {
  if (access === 'open') return 'anonymous';
  return access !== 'webhook' && isAuthenticatedByPlatform(process.env) ? 'anonymous' : 'function';
}

function handlerOf(operation: Operation): HttpHandler {
  return async (request, context) => {
    const { endpoint } = await import('../http/endpoint.ts');
    return endpoint(() => loggedPorts(context), operation)(request, context);
  };
}

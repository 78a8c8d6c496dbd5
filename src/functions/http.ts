import { app, type HttpHandler } from '@azure/functions';
import { isAuthenticatedByPlatform } from '../config/platform-authentication.ts';
import { OPERATIONS } from '../http/operations.ts';
import type { Operation } from '../http/serving/operation.ts';
import { loggedPorts } from './log.ts';

for (const operation of OPERATIONS) {
  const { name, method, route, access } = operation;
  app.http(name, { methods: [method], route, authLevel: authLevelOf(access), handler: handlerOf(operation) });
}

// The host tries functions in the alphabetical order of their names, so this one gets the requests that no other takes.
app.http('zz-unknown-route', {
  methods: ['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE'],
  route: '{*path}',
  authLevel: 'anonymous',
  handler: async (request, { invocationId }) => {
    const { answerUnknownRoute } = await import('../http/unknown-route.ts');
    return answerUnknownRoute(request, OPERATIONS, invocationId);
  },
});

function handlerOf(operation: Operation): HttpHandler {
  return async (request, context) => {
    const { endpoint } = await import('../http/endpoint.ts');
    return endpoint(() => loggedPorts(context), operation)(request, context);
  };
}

/**
 * The host requires a function key unless an operation is open. With App Service authentication on, a role replaces the key.
 * Operations that need no role keep the key: a webhook whose source has no secret has no other protection.
 */
function authLevelOf(access: Operation['access']): 'anonymous' | 'function' {
  if (access === 'open') return 'anonymous';
  return access !== 'webhook' && isAuthenticatedByPlatform(process.env) ? 'anonymous' : 'function';
}

import { app } from '@azure/functions';
import { ports } from '../composition.ts';
import { endpoint } from '../http/endpoint.ts';
import { getHealth } from '../http/health.ts';

app.http('get-health', {
  methods: ['GET'],
  route: 'health',
  authLevel: 'function',
  handler: endpoint(ports, { access: 'read', handler: getHealth }),
});

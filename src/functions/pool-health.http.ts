import { app } from '@azure/functions';
import { ports } from '../composition.ts';
import { endpoint } from '../http/endpoint.ts';
import { getNodeExtension, getNodeHealth, listNodeExtensions } from '../http/node-health.ts';
import { getPoolExtension } from '../http/pool-extension.ts';
import { getPoolHealth } from '../http/pool-health.ts';

const POOL = 'accounts/{account}/pools/{pool}';

app.http('get-pool-health', {
  methods: ['GET'],
  route: `${POOL}/health`,
  authLevel: 'function',
  handler: endpoint(ports, { access: 'read', handler: getPoolHealth }),
});

app.http('get-pool-extension', {
  methods: ['GET'],
  route: `${POOL}/extensions/{name}`,
  authLevel: 'function',
  handler: endpoint(ports, { access: 'read', handler: getPoolExtension }),
});

app.http('get-node-health', {
  methods: ['GET'],
  route: `${POOL}/nodes/{node}/health`,
  authLevel: 'function',
  handler: endpoint(ports, { access: 'read', handler: getNodeHealth }),
});

app.http('list-node-extensions', {
  methods: ['GET'],
  route: `${POOL}/nodes/{node}/extensions`,
  authLevel: 'function',
  handler: endpoint(ports, { access: 'read', handler: listNodeExtensions }),
});

app.http('get-node-extension', {
  methods: ['GET'],
  route: `${POOL}/nodes/{node}/extensions/{name}`,
  authLevel: 'function',
  handler: endpoint(ports, { access: 'read', handler: getNodeExtension }),
});

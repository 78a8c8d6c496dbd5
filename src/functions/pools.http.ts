import { app } from '@azure/functions';
import { ports } from '../composition.ts';
import { endpoint } from '../http/endpoint.ts';
import { getExplanation } from '../http/explain.ts';
import { getPool, listPools } from '../http/pools.ts';

app.http('list-pools', {
  methods: ['GET'],
  route: 'accounts/{account}/pools',
  authLevel: 'function',
  handler: endpoint(ports, { access: 'read', handler: listPools }),
});

app.http('get-pool', {
  methods: ['GET'],
  route: 'accounts/{account}/pools/{pool}',
  authLevel: 'function',
  handler: endpoint(ports, { access: 'read', handler: getPool }),
});

app.http('explain-pool', {
  methods: ['GET'],
  route: 'accounts/{account}/pools/{pool}/explain',
  authLevel: 'function',
  handler: endpoint(ports, { access: 'read', handler: getExplanation }),
});

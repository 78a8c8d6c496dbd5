import { app } from '@azure/functions';
import { ports } from '../composition.ts';
import { endpoint } from '../http/endpoint.ts';
import { postPoolCheck, putPool } from '../http/pool-creation.ts';

app.http('put-pool', {
  methods: ['PUT'],
  route: 'accounts/{account}/pools/{pool}',
  authLevel: 'function',
  handler: endpoint(ports, { access: 'operate', handler: putPool }),
});

app.http('check-pool', {
  methods: ['POST'],
  route: 'pools/check',
  authLevel: 'function',
  handler: endpoint(ports, { access: 'operate', handler: postPoolCheck }),
});

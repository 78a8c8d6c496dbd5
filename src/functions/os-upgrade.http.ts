import { app } from '@azure/functions';
import { ports } from '../composition.ts';
import { endpoint } from '../http/endpoint.ts';
import { getOsUpgrade } from '../http/os-upgrade.ts';

app.http('get-os-upgrade', {
  methods: ['GET'],
  route: 'accounts/{account}/pools/{pool}/os-upgrade',
  authLevel: 'function',
  handler: endpoint(ports, { access: 'read', handler: getOsUpgrade }),
});

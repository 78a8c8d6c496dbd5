import { app } from '@azure/functions';
import { ports } from '../composition.ts';
import { endpoint } from '../http/endpoint.ts';
import { getSchema } from '../http/schemas.ts';

app.http('get-schema', {
  methods: ['GET'],
  route: 'schemas/{kind}',
  // Editors have no key to send, and what they get is in every copy of the app.
  authLevel: 'anonymous',
  handler: endpoint(ports, { access: 'open', handler: getSchema }),
});

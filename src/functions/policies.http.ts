import { app } from '@azure/functions';
import { ports } from '../composition.ts';
import { getDocument, listDocuments, putDocument, removeDocument } from '../http/documents.ts';
import { endpoint } from '../http/endpoint.ts';

app.http('list-policies', {
  methods: ['GET'],
  route: 'policies',
  authLevel: 'function',
  handler: endpoint(ports, { access: 'read', handler: listDocuments('policies') }),
});

app.http('get-policy', {
  methods: ['GET'],
  route: 'policies/{id}',
  authLevel: 'function',
  handler: endpoint(ports, { access: 'read', handler: getDocument('policies') }),
});

app.http('put-policy', {
  methods: ['PUT'],
  route: 'policies/{id}',
  authLevel: 'function',
  handler: endpoint(ports, { access: 'operate', handler: putDocument('policies') }),
});

app.http('delete-policy', {
  methods: ['DELETE'],
  route: 'policies/{id}',
  authLevel: 'function',
  handler: endpoint(ports, { access: 'operate', handler: removeDocument('policies') }),
});

import { app } from '@azure/functions';
import { ports } from '../composition.ts';
import { getDocument, listDocuments, putDocument, removeDocument } from '../http/documents.ts';
import { endpoint } from '../http/endpoint.ts';
import { previewOfSchedule } from '../http/preview.ts';

app.http('list-schedules', {
  methods: ['GET'],
  route: 'schedules',
  authLevel: 'function',
  handler: endpoint(ports, { access: 'read', handler: listDocuments('schedules') }),
});

app.http('get-schedule', {
  methods: ['GET'],
  route: 'schedules/{id}',
  authLevel: 'function',
  handler: endpoint(ports, { access: 'read', handler: getDocument('schedules') }),
});

app.http('preview-schedule', {
  methods: ['GET'],
  route: 'schedules/{id}/preview',
  authLevel: 'function',
  handler: endpoint(ports, { access: 'read', handler: previewOfSchedule }),
});

app.http('put-schedule', {
  methods: ['PUT'],
  route: 'schedules/{id}',
  authLevel: 'function',
  handler: endpoint(ports, { access: 'operate', handler: putDocument('schedules') }),
});

app.http('delete-schedule', {
  methods: ['DELETE'],
  route: 'schedules/{id}',
  authLevel: 'function',
  handler: endpoint(ports, { access: 'operate', handler: removeDocument('schedules') }),
});

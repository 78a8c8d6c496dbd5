import { app } from '@azure/functions';
import { ports } from '../composition.ts';
import { listAuditRecords } from '../http/audit.ts';
import { endpoint } from '../http/endpoint.ts';

app.http('list-audit-records', {
  methods: ['GET'],
  route: 'audit',
  authLevel: 'function',
  handler: endpoint(ports, listAuditRecords),
});

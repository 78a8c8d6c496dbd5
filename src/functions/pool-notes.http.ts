import { app } from '@azure/functions';
import { ports } from '../composition.ts';
import { endpoint } from '../http/endpoint.ts';
import {
  getAnnouncements,
  getOverride,
  postAnnouncement,
  postCircuitReset,
  putOverride,
  removeAnnouncement,
  removeOverride,
} from '../http/pool-notes.ts';

const POOL = 'accounts/{account}/pools/{pool}';

app.http('put-override', {
  methods: ['PUT'],
  route: `${POOL}/override`,
  authLevel: 'function',
  handler: endpoint(ports, putOverride),
});

app.http('get-override', {
  methods: ['GET'],
  route: `${POOL}/override`,
  authLevel: 'function',
  handler: endpoint(ports, getOverride),
});

app.http('delete-override', {
  methods: ['DELETE'],
  route: `${POOL}/override`,
  authLevel: 'function',
  handler: endpoint(ports, removeOverride),
});

app.http('announce-work', {
  methods: ['POST'],
  route: `${POOL}/announcements`,
  authLevel: 'function',
  handler: endpoint(ports, postAnnouncement),
});

app.http('list-announcements', {
  methods: ['GET'],
  route: `${POOL}/announcements`,
  authLevel: 'function',
  handler: endpoint(ports, getAnnouncements),
});

app.http('withdraw-announcement', {
  methods: ['DELETE'],
  route: `${POOL}/announcements/{id}`,
  authLevel: 'function',
  handler: endpoint(ports, removeAnnouncement),
});

app.http('reset-circuit', {
  methods: ['POST'],
  route: `${POOL}/circuit/reset`,
  authLevel: 'function',
  handler: endpoint(ports, postCircuitReset),
});

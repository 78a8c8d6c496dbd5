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
  handler: endpoint(ports, { access: 'operate', handler: putOverride }),
});

app.http('get-override', {
  methods: ['GET'],
  route: `${POOL}/override`,
  authLevel: 'function',
  handler: endpoint(ports, { access: 'read', handler: getOverride }),
});

app.http('delete-override', {
  methods: ['DELETE'],
  route: `${POOL}/override`,
  authLevel: 'function',
  handler: endpoint(ports, { access: 'operate', handler: removeOverride }),
});

app.http('announce-work', {
  methods: ['POST'],
  route: `${POOL}/announcements`,
  authLevel: 'function',
  handler: endpoint(ports, { access: 'operate', handler: postAnnouncement }),
});

app.http('list-announcements', {
  methods: ['GET'],
  route: `${POOL}/announcements`,
  authLevel: 'function',
  handler: endpoint(ports, { access: 'read', handler: getAnnouncements }),
});

app.http('withdraw-announcement', {
  methods: ['DELETE'],
  route: `${POOL}/announcements/{id}`,
  authLevel: 'function',
  handler: endpoint(ports, { access: 'operate', handler: removeAnnouncement }),
});

app.http('reset-circuit', {
  methods: ['POST'],
  route: `${POOL}/circuit/reset`,
  authLevel: 'function',
  handler: endpoint(ports, { access: 'operate', handler: postCircuitReset }),
});

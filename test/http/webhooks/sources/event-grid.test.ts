import { beforeEach, describe, expect, it } from 'vitest';
import { saveDocument } from '../../../../src/app/documents/save-document.ts';
import type { Ports } from '../../../../src/app/ports.ts';
import { receiveWebhook, validateWebhook } from '../../../../src/http/webhooks/receive-webhook.ts';
import { call } from '../../../support/http-call.ts';
import { TestSystem } from '../../../support/test-system.ts';

const system = TestSystem.forEachTest();
let ports: Ports;
beforeEach(async () => {
  await system.account.createPool('render', { dedicated: 0 });
  ports = system.ports;
});

const RULE = {
  id: 'files-come',
  source: 'event-grid',
  match: { 'data.tasks': { gte: 1 } },
  act: { announce: { account: 'demo', pool: 'render', slots: '{{data.tasks}}', by: 'PT1H' } },
};

function save(value = RULE) {
  return saveDocument(ports, { kind: 'rules', id: value.id, value, actor: 'test', expected: undefined });
}

function post(body: unknown, headers: Record<string, string> = { 'aeg-event-type': 'Notification' }) {
  return call(receiveWebhook, ports, {
    method: 'POST',
    params: { source: 'event-grid' },
    headers: { 'content-type': 'application/json; charset=utf-8', ...headers },
    body,
  });
}

async function records(action?: string) {
  return (await ports.audit.page({ limit: 1000, action })).records;
}

async function slots() {
  const notes = await ports.announcements.listOf({ account: 'demo', poolId: 'render' });
  return notes.map(({ text }) => JSON.parse(text).slots as number).toSorted((a, b) => a - b);
}

function anEvent(id: string, tasks: number, overrides: object = {}) {
  return {
    id,
    topic: '/subscriptions/s/resourceGroups/g/providers/Microsoft.Storage/storageAccounts/a',
    subject: '/blobServices/default/containers/jobs/blobs/night.json',
    eventType: 'Microsoft.Storage.BlobCreated',
    eventTime: '2026-03-02T12:00:00.0000000Z',
    data: { tasks },
    dataVersion: '',
    metadataVersion: '1',
    ...overrides,
  };
}

function aCloudEvent(id: string, tasks: number, overrides: object = {}) {
  return { specversion: '1.0', id, source: '/jobs', type: 'work.planned', data: { tasks }, ...overrides };
}

describe('the handshake of Event Grid', () => {
  const VALIDATION = {
    id: '2d1781af-3a4c-4d7c-bd0c-e34b19da4e66',
    topic: '/subscriptions/s',
    subject: '',
    data: {
      validationCode: '512d38b6-c7b8-40c8-89fe-f46f9e9622b6',
      validationUrl: 'https://rp.example/validate?token=1',
    },
    eventType: 'Microsoft.EventGrid.SubscriptionValidationEvent',
    eventTime: '2026-03-02T12:00:00Z',
    metadataVersion: '1',
    dataVersion: '1',
  };
  const ASKS = { 'aeg-event-type': 'SubscriptionValidation' };

  it('gives the code back, and is written down without it', async () => {
    const answer = await post([VALIDATION], ASKS);
    expect(answer).toMatchObject({ status: 200, body: { validationResponse: VALIDATION.data.validationCode } });
    expect(await records()).toMatchObject([{ action: 'webhook.validated', actor: 'webhook:event-grid' }]);
    expect(JSON.stringify(await records())).not.toMatch(/512d38b6|token/);
  });

  it.each([
    ['another event', [anEvent('1', 1)]],
    ['two events', [VALIDATION, VALIDATION]],
    ['no code', [{ ...VALIDATION, data: {} }]],
    ['no list', VALIDATION],
  ])('is refused with %s', async (_, body) => {
    expect(await post(body, ASKS)).toMatchObject({ status: 400, body: { code: 'InvalidRequest' } });
  });

  it('is asked for in its header: without it the event is one as any other', async () => {
    expect((await post([VALIDATION])).body).toMatchObject({ status: 'ignored' });
  });
});

describe('the handshake of CloudEvents', () => {
  function ask(headers: Record<string, string>, source = 'event-grid', by = ports) {
    return call(validateWebhook, by, { method: 'OPTIONS', params: { source }, headers });
  }

  it('lets the sender that asks send as many events as it likes', async () => {
    const headers = { 'webhook-request-origin': 'eventgrid.azure.net', 'webhook-request-rate': '120' };
    const answer = await ask(headers);
    expect(answer.status).toBe(200);
    expect(Object.fromEntries(answer.headers)).toMatchObject({
      'webhook-allowed-origin': 'eventgrid.azure.net',
      'webhook-allowed-rate': '*',
      allow: 'POST, OPTIONS',
    });
    expect(await records()).toMatchObject([
      { action: 'webhook.validated', reason: 'eventgrid.azure.net may send events' },
    ]);
  });

  it.each([
    ['no sender', {}],
    ['what is no name', { 'webhook-request-origin': 'a b' }],
    ['all senders', { 'webhook-request-origin': '*' }],
  ])('is refused with %s', async (_, headers) => {
    const answer = await ask(headers as Record<string, string>);
    expect(answer).toMatchObject({ status: 400, body: { errors: [{ path: 'WebHook-Request-Origin' }] } });
    expect(answer.headers.get('webhook-allowed-origin')).toBeNull();
  });

  it('needs the secret where there is one, and is only for event-grid', async () => {
    const origin = { 'webhook-request-origin': 'eventgrid.azure.net' };
    const closed = system.compose({ WEBHOOK_SECRETS: '{"event-grid":["a-long-text-of-ours"]}' });
    expect((await ask(origin, 'event-grid', closed)).status).toBe(401);
    expect((await ask({ ...origin, 'x-webhook-secret': 'a-long-text-of-ours' }, 'event-grid', closed)).status).toBe(
      200,
    );
    expect((await ask(origin, 'generic')).status).toBe(401);
  });
});

describe('events', () => {
  it('in the Event Grid schema are each one of their own, and each is done once', async () => {
    await save();
    const first = await post([anEvent('1', 10), anEvent('2', 20), anEvent('1', 30), anEvent('3', 0)]);
    expect(first.status).toBe(200);
    expect(first.body.events.map(({ id, status }: { id: string; status: string }) => [id, status])).toEqual([
      ['1', 'applied'],
      ['2', 'applied'],
      ['1', 'duplicate'],
      ['3', 'ignored'],
    ]);
    expect(await slots()).toEqual([10, 20]);
    expect(await records('webhook.received')).toHaveLength(3);
    const other = anEvent('1', 40, { topic: '/subscriptions/t' });
    expect((await post([other, anEvent('2', 50)])).body.events).toMatchObject([
      { status: 'applied' },
      { status: 'duplicate' },
    ]);
    expect(await slots()).toEqual([10, 20, 40]);
  });

  it.each<[string, unknown, Record<string, string>]>([
    ['one in the body', aCloudEvent('1', 10), { 'content-type': 'application/cloudevents+json; charset=utf-8' }],
    ['many in the body', [aCloudEvent('1', 10)], { 'content-type': 'application/cloudevents-batch+json' }],
    ['plain JSON', aCloudEvent('1', 10), { 'content-type': 'application/json' }],
    [
      'attributes in headers',
      { tasks: 10 },
      { 'ce-specversion': '1.0', 'ce-id': '1', 'ce-source': '/jobs', 'ce-type': 'work.planned' },
    ],
  ])('as CloudEvents come as %s', async (_, body, headers) => {
    await save({ ...RULE, match: { ...RULE.match, type: 'work.*', source: '/jobs' } } as never);
    expect(await post(body, headers)).toMatchObject({
      status: 200,
      body: { events: [{ id: '1', status: 'applied' }] },
    });
    expect((await post([aCloudEvent('1', 99)], {})).body.status).toBe('duplicate');
    expect(await slots()).toEqual([10]);
  });

  // cloudevents-binary-percent
  it.each(['Euro%20%E2%82%AC%20%F0%9F%98%80', '"Euro%20%E2%82%AC%20%F0%9F%98%80"'])(
    'as one whose subject comes in a header as %s',
    async (subject) => {
      await save({ ...RULE, match: { ...RULE.match, subject: 'Euro € 😀' } } as never);
      const attributes = { 'ce-specversion': '1.0', 'ce-id': '1', 'ce-source': '/jobs', 'ce-type': 'work.planned' };
      const answer = await post({ tasks: 10 }, { ...attributes, 'ce-subject': subject });
      expect(answer.body.events).toMatchObject([{ status: 'applied' }]);
    },
  );

  it('may be none', async () => {
    expect(await post([])).toMatchObject({ status: 200, body: { status: 'ignored', events: [] } });
  });

  it.each<[string, unknown, Record<string, string>, readonly string[]]>([
    ['no events', [5, 'a'], {}, ['$[0]', '$[1]']],
    ['an event without id and type', [anEvent('1', 1), { data: 5 }], {}, ['$[1].id', '$[1].eventType']],
    ['a CloudEvent of another version', [aCloudEvent('1', 1, { specversion: '0.3' })], {}, ['$[0].specversion']],
    ['both kinds', [anEvent('1', 1), aCloudEvent('2', 2)], {}, ['$[0].specversion', '$[0].source', '$[0].type']],
    ['half of the attributes', {}, { 'ce-specversion': '1.0', 'ce-id': '1' }, ['$[0].source', '$[0].type']],
  ])('are all refused with %s', async (_, body, headers, paths) => {
    await save();
    const answer = await post(body, headers);
    expect(answer).toMatchObject({ status: 400, body: { code: 'InvalidRequest' } });
    expect(answer.body.errors.map(({ path }: { path: string }) => path)).toEqual(paths);
    expect(await slots()).toEqual([]);
  });

  it('with ids that are meant to hurt are only ids', async () => {
    await save();
    const ids = ["' or '1' eq '1", '../../x', '\u0000', 'a/b\\c#?', '{"a":1}', '🏮'.repeat(100), '__proto__'];
    for (const id of ids) expect((await post([anEvent(id, 5)])).body.events).toMatchObject([{ id, status: 'applied' }]);
    for (const id of ids) expect((await post([anEvent(id, 5)])).body.events).toMatchObject([{ status: 'duplicate' }]);
    expect(await slots()).toHaveLength(ids.length);
  });

  it.each([
    ['application/json', {}],
    ['application/cloudevents-batch+json', { specversion: '1.0' }],
  ])(
    'with more events of %s than a request may have is refused before the faults of each are sought',
    async (type, event) => {
      const answer = await post(
        Array.from({ length: 501 }, () => event),
        { 'content-type': type },
      );
      expect(answer).toMatchObject({
        status: 400,
        body: { errors: [{ path: '$', message: '501 events; at most 500 a request' }] },
      });
    },
  );
});

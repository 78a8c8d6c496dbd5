import { describe, expect, it } from 'vitest';
import { addDelivery } from '../../../src/app/outbound/publish-events.ts';
import {
  DELIVERIES,
  getDelivery,
  listDeliveries,
  retryDelivery,
  testSubscription,
} from '../../../src/http/outbound/deliveries.ts';
import {
  deleteSubscription,
  getSubscription,
  listSubscriptions,
  putSubscription,
  SUBSCRIPTIONS,
} from '../../../src/http/outbound/subscriptions.ts';
import { EventFlow, SECRET } from '../../app/outbound/support/event-flow.ts';
import { call } from '../../support/http-call.ts';

const flow = EventFlow.forEachTest();

const OPS = { id: 'ops' };
const OTHER_SECRET = `whsec_${Buffer.alloc(24, 9).toString('base64')}`;

function put(overrides: object = {}, etag?: string) {
  return call(putSubscription, flow.ports, {
    method: 'PUT',
    params: OPS,
    headers: { 'content-type': 'application/json', ...(etag !== undefined && { 'if-match': etag }) },
    body: { id: 'ops', url: flow.receiver.url, events: ['*'], ...overrides },
  });
}

function get() {
  return call(getSubscription, flow.ports, { params: OPS });
}

async function keptSecrets(): Promise<unknown> {
  const { secret, previousSecrets } = JSON.parse((await flow.ports.documents.get('subscriptions', 'ops'))?.text ?? '');
  return [secret, previousSecrets];
}

/** Everything that the audit log and the answers say, as text. */
async function everythingShown(): Promise<string> {
  const { records } = await flow.ports.audit.page({ limit: 1000 });
  const list = await call(listSubscriptions, flow.ports);
  return JSON.stringify([records, list.body, (await get()).body]);
}

describe('PUT of a subscription', () => {
  it('warns of what has no effect, also without saving it', async () => {
    const overrides = { events: ['lamplighter.policy.put'], filter: { pools: ['render'] } };
    const warning = {
      path: '$.filter.pools',
      message: 'it has no effect on events about documents, and there are no others',
    };
    const created = await put(overrides);
    expect([created.status, created.body.warnings]).toEqual([201, [warning]]);
    const tried = await call(putSubscription, flow.ports, {
      method: 'PUT',
      params: OPS,
      query: { dryRun: 'true' },
      headers: { 'content-type': 'application/json' },
      body: { id: 'ops', url: flow.receiver.url, ...overrides },
    });
    expect(tried).toMatchObject({ status: 200, body: { dryRun: true, warnings: [warning] } });
    expect((await get()).body).not.toHaveProperty('warnings');
  });

  it('makes a secret that is shown once', async () => {
    const created = await put();
    expect(created).toMatchObject({
      status: 201,
      body: { id: 'ops', url: flow.receiver.url, events: ['*'], secret: expect.stringMatching(/^whsec_.{43}=$/) },
    });
    expect(created.headers.get('location')).toBe('/api/subscriptions/ops');
    expect(await get()).toMatchObject({ status: 200, body: { id: 'ops', url: flow.receiver.url, events: ['*'] } });
    expect(await everythingShown()).not.toContain('whsec_');
    expect(await everythingShown()).not.toContain(created.body.secret.slice(6));
  });

  it('keeps the secret where a change leaves it out, and does not show it again', async () => {
    const { headers } = await put({ secret: SECRET });
    const changed = await put({ description: 'on call' }, headers.get('etag') ?? '');
    expect(changed.status).toBe(200);
    expect(changed.body).toEqual({ id: 'ops', url: flow.receiver.url, events: ['*'], description: 'on call' });
    expect(await keptSecrets()).toEqual([SECRET, undefined]);
    // and what GET gives can be sent back as it is
    const again = await put(changed.body, changed.headers.get('etag') ?? '');
    expect([again.status, again.headers.get('etag')]).toEqual([200, changed.headers.get('etag')]);
  });

  it('shows another secret once, goes on to sign with the one before, and says in the audit log that it changed', async () => {
    const { headers } = await put({ secret: SECRET });
    const rotated = await put({ secret: OTHER_SECRET }, headers.get('etag') ?? '');
    expect(rotated.body).toMatchObject({ secret: OTHER_SECRET });
    expect(rotated.body).not.toHaveProperty('previousSecrets');
    expect(await keptSecrets()).toEqual([OTHER_SECRET, [SECRET]]);
    const ended = await put({ previousSecrets: [] }, rotated.headers.get('etag') ?? '');
    expect(ended.body).not.toHaveProperty('secret');
    expect(await keptSecrets()).toEqual([OTHER_SECRET, []]);
    expect((await flow.recorded('subscription.put')).map(({ reason }) => reason)).toEqual([
      'subscriptions/ops created',
      'subscriptions/ops changed, with another secret',
      'subscriptions/ops changed',
    ]);
    expect(await everythingShown()).not.toContain('whsec_');
  });

  it('says what it would do, with the same checks, and saves nothing', async () => {
    const tried = (method: 'PUT' | 'DELETE', overrides: object = {}, headers: object = {}) =>
      call(method === 'PUT' ? putSubscription : deleteSubscription, flow.ports, {
        method,
        params: OPS,
        query: { dryRun: 'true' },
        headers: { 'content-type': 'application/json', ...headers },
        ...(method === 'PUT' && { body: { id: 'ops', url: flow.receiver.url, events: ['*'], ...overrides } }),
      });
    const { host } = new URL(flow.receiver.url);
    expect(await tried('PUT', { filter: { pools: ['render-*'] } })).toMatchObject({
      status: 200,
      body: {
        dryRun: true,
        says: `${host} is told of all types of events, about pools only of the pools render-*. Its secret is shown once, when it is saved.`,
      },
    });
    expect(await tried('PUT', { events: ['nothing'] })).toMatchObject({
      status: 400,
      body: { code: 'InvalidDocument', errors: [{ path: '$.events[0]' }] },
    });
    expect(await tried('DELETE')).toMatchObject({ status: 404 });
    expect((await get()).status).toBe(404);
    await put({ secret: SECRET });
    expect((await tried('PUT', { enabled: false })).body.says).toBe(`It is disabled: nothing is sent to ${host}.`);
    for (const method of ['PUT', 'DELETE'] as const) {
      expect(await tried(method, {}, { 'if-match': '"0123456789abcdef"' })).toMatchObject({ status: 412 });
      expect(await tried(method, {}, { 'if-match': '*' })).toMatchObject({ status: 200 });
    }
    expect((await tried('PUT', { secret: OTHER_SECRET })).body.says).toContain('It gets a new secret');
    expect((await tried('DELETE')).body.says).toBe(
      'Nothing more is sent, and deliveries that are pending are dropped.',
    );
    expect(await keptSecrets()).toEqual([SECRET, undefined]);
  });

  it('says everything that is wrong, and repeats no secret', async () => {
    const answer = await put({
      id: 'other',
      url: 'ftp://x',
      events: ['lamplighter.node.exploded'],
      secret: 'whsec_c2hvcnQ=',
      filter: { pools: ['a b'] },
      notice: { before: 'P2D' },
      door: 1,
    });
    expect(answer).toMatchObject({ status: 400, body: { code: 'InvalidDocument' } });
    expect(answer.body.errors.map(({ path }: { path: string }) => path).toSorted()).toEqual([
      '$.door',
      '$.events[0]',
      '$.filter.pools[0]',
      '$.id',
      '$.notice.before',
      '$.secret',
      '$.url',
    ]);
    expect(JSON.stringify(answer.body)).not.toContain('c2hvcnQ');
    expect(await get()).toMatchObject({ status: 404 });
  });

  it.each([
    ['no addresses', { format: 'email' }, '$.email', 'email is needed'],
    ['addresses without the format', { email: { from: 'a@b.example', to: ['c@d.example'] } }, '$.email', 'only then'],
    ['nobody to send to', { format: 'email', email: { from: 'a@b.example', to: [] } }, '$.email.to', 'at least one'],
    ['no address', { format: 'email', email: { from: 'a', to: ['c@d.example'] } }, '$.email.from', 'an e-mail address'],
    [
      'an address of somebody else',
      { url: 'https://hooks.example/', format: 'email', email: { from: 'a@b.example', to: ['c@d.example'] } },
      '$.url',
      'e-mails go to an endpoint of Azure Communication Services',
    ],
  ])('takes e-mails only with what they need: %s', async (_, value, path, message) => {
    expect(await put(value)).toMatchObject({
      status: 400,
      body: { errors: [{ path, message: expect.stringContaining(message) }] },
    });
  });

  it('repeats nothing of a body that is no JSON', async () => {
    const answer = await call(putSubscription, flow.ports, {
      method: 'PUT',
      params: OPS,
      headers: { 'content-type': 'application/json' },
      body: `{"secret": ${SECRET}}`,
    });
    expect(answer).toMatchObject({ status: 400, body: { errors: [{ path: '$', message: 'not JSON' }] } });
    expect(JSON.stringify(answer.body)).not.toContain('whsec');
  });

  it.each([
    ['http', 'http://hooks.example/'],
    ['this machine', 'https://127.0.0.1/'],
    ['this machine in one number', 'https://2130706433/'],
    ['this machine in octal', 'https://0177.0.0.1/'],
    ['this machine, cut short', 'https://127.1/'],
    ['this machine in IPv6', 'https://[::1]/'],
    ['this machine as IPv4 in IPv6', 'https://[::ffff:127.0.0.1]/'],
    ['this machine by name', 'https://localhost/'],
    ['a private network', 'https://10.0.0.4/'],
    ['the metadata of a cloud', 'https://169.254.169.254/metadata/instance'],
    ['a password', 'https://me:hunter2@hooks.example/'],
    // no name server is asked for a label so long
    ['a name that nobody knows', `https://${'x'.repeat(64)}.example/`],
  ])('refuses %s as its address', async (_, url) => {
    const answer = await put({ url });
    expect(answer).toMatchObject({ status: 400, body: { errors: [{ path: '$.url' }] } });
    expect(JSON.stringify(answer.body)).not.toContain('hunter2');
  });

  it('can switch one off whose receiver has gone', async () => {
    const { headers } = await put();
    const url = `https://${'x'.repeat(64)}.example/`;
    const off = await put({ url, enabled: false }, headers.get('etag') ?? '');
    expect(off).toMatchObject({ status: 200, body: { enabled: false } });
    expect(await put({ url }, off.headers.get('etag') ?? '')).toMatchObject({ status: 400 });
  });

  it('asks for the version that is changed or deleted', async () => {
    const { headers } = await put();
    expect(await put({ events: ['lamplighter.gate.failed'] })).toMatchObject({ status: 428 });
    expect(await put({}, '"0000000000000000"')).toMatchObject({ status: 412 });
    const remove = (etag: string) =>
      call(deleteSubscription, flow.ports, {
        method: 'DELETE',
        params: OPS,
        headers: { 'if-match': etag },
      });
    expect(await remove('"0000000000000000"')).toMatchObject({ status: 412 });
    expect(await remove(headers.get('etag') ?? '')).toMatchObject({ status: 204 });
    const [record] = await flow.recorded('subscription.delete');
    expect(JSON.stringify(record)).not.toContain('whsec_');
  });
});

describe('deliveries', () => {
  async function tested(): Promise<string> {
    const answer = await call(testSubscription, flow.ports, { method: 'POST', params: OPS });
    expect(answer).toMatchObject({ status: 202 });
    expect(answer.headers.get('location')).toBe(`/api/subscriptions/ops/deliveries/${answer.body.delivery}`);
    return answer.body.delivery;
  }

  function list(query: Record<string, string> = {}) {
    return call(listDeliveries, flow.ports, { params: OPS, query });
  }

  it('of a test are sent once under an Idempotency-Key', async () => {
    await put({ secret: SECRET, events: ['lamplighter.gate.failed'] });
    const headers = { 'idempotency-key': 'try-1' };
    const test = () => call(testSubscription, flow.ports, { method: 'POST', params: OPS, headers });
    const [first, again] = [await test(), await test()];
    expect(again.body).toEqual(first.body);
    await flow.run();
    expect(flow.receiver.verified(SECRET)).toMatchObject([{ data: { correlation: first.body.correlation } }]);
  });

  it('of a test are signed, listed and shown, also where the subscription is off', async () => {
    await put({ secret: SECRET, enabled: false, events: ['lamplighter.gate.failed'] });
    const id = await tested();
    await flow.run();
    expect(flow.receiver.verified(SECRET)).toMatchObject([
      { type: 'lamplighter.test', source: '/lamplighter/subscriptions/ops' },
    ]);
    const { body } = await list();
    const shown = {
      id,
      status: 'delivered',
      type: 'lamplighter.test',
      event: expect.stringMatching(/^test\//),
      time: '2026-03-02T12:00:00Z',
      attempts: [{ at: expect.any(String), status: 204, fault: null, latencyMs: expect.any(Number) }],
      attemptsLeftOut: 0,
      nextAttempt: null,
    };
    expect(body).toEqual({ deliveries: [shown], cursor: null });
    const one = await call(getDelivery, flow.ports, { params: { ...OPS, delivery: id } });
    expect(one.body).toMatchObject({
      ...shown,
      cloudEvent: { specversion: '1.0', data: { actor: 'http:function-key' } },
    });
    for (const [operation, answer] of [
      ['list-deliveries', body],
      ['get-delivery', one.body],
    ] as const) {
      const content = DELIVERIES.find(({ name }) => name === operation)?.answers[200]?.content;
      expect(content !== undefined && 'schema' in content && content.schema?.safeParse(answer).success).toBe(true);
    }
  });

  it('come newest first, by status, a page at a time', async () => {
    await put({ secret: SECRET });
    const ids: string[] = [];
    for (const answer of [500, 204, 204]) {
      flow.receiver.answers.push(answer);
      ids.unshift(await tested());
      await flow.run();
      await flow.system.account.advance('PT1M');
    }
    const idsOf = ({ body }: Awaited<ReturnType<typeof list>>) => body.deliveries.map(({ id }: { id: string }) => id);
    expect(idsOf(await list())).toEqual(ids);
    expect(idsOf(await list({ status: 'pending' }))).toEqual(ids.slice(2));
    const first = await list({ limit: '2' });
    expect(idsOf(first)).toEqual(ids.slice(0, 2));
    const second = await list({ limit: '2', cursor: first.body.cursor });
    expect([idsOf(second), second.body.cursor]).toEqual([ids.slice(2), null]);
  });

  it('are tried once more when somebody asks for it, with a record', async () => {
    await put({ secret: SECRET });
    const id = await tested();
    await flow.run();
    const retry = await call(retryDelivery, flow.ports, { method: 'POST', params: { ...OPS, delivery: id } });
    expect(retry).toMatchObject({ status: 202, body: { id, status: 'pending', attempts: [{ status: 204 }] } });
    await flow.run();
    expect((await flow.delivery()).attempts).toHaveLength(2);
    expect(await flow.recorded('delivery.retried')).toMatchObject([{ actor: 'http:function-key' }]);
  });

  it('are not tried once more where they would be dropped, as the subscription is switched off', async () => {
    const { headers } = await put({ secret: SECRET });
    const { id } = await addDelivery(flow.ports, 'ops', {
      ...{ specversion: '1.0', id: 'e-1', source: '/lamplighter', type: 'lamplighter.circuit.opened' },
      ...{ time: '2026-03-02T12:00:00Z', datacontenttype: 'application/json' },
      data: { reason: 'a test', actor: 'test', correlation: 'c-1' },
    });
    await put({ enabled: false }, headers.get('etag') ?? '');
    const retry = () => call(retryDelivery, flow.ports, { method: 'POST', params: { ...OPS, delivery: id } });
    expect(await retry()).toMatchObject({ status: 400, body: { code: 'InvalidRequest', errors: [{ path: 'id' }] } });
    expect(await flow.recorded('delivery.retried')).toEqual([]);
  });

  it('are asked for with what is known', async () => {
    await put();
    expect(await list({ status: 'lost', limit: '0' })).toMatchObject({
      status: 400,
      body: { errors: [{ path: 'status' }, { path: 'limit' }] },
    });
    expect(await call(listDeliveries, flow.ports, { params: { id: 'nobody' } })).toMatchObject({
      body: { code: 'DocumentNotFound' },
    });
    const unknown = { ...OPS, delivery: `${'0'.repeat(13)}.${'a'.repeat(32)}` };
    expect(await call(getDelivery, flow.ports, { params: unknown })).toMatchObject({
      status: 404,
      body: { code: 'DeliveryNotFound' },
    });
  });
});

describe('the operations', () => {
  it('show examples that are true to their schemas', () => {
    for (const { name, answers, body } of [...SUBSCRIPTIONS, ...DELIVERIES]) {
      const contents = [body ?? [], ...Object.values(answers).map(({ content }) => content ?? [])].flat();
      for (const { schema, example } of contents) expect(schema?.safeParse(example).error, name).toBeUndefined();
    }
  });
});

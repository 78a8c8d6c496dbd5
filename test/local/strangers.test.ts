import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { TableClient } from '@azure/data-tables';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { anAlert } from '../support/an-alert.ts';
import { Receiver } from '../support/receiver.ts';
import { type SelfSigned, selfSigned } from '../support/self-signed.ts';
import { aSecret, signed } from '../support/signed-webhook.ts';
import { AppProcess } from './support/app-process.ts';
import { run } from './support/run.ts';

const SENDER = join(import.meta.dirname, 'support', 'send-signed.ts');
/** A virtual minute takes a quarter of a second. */
const SPEED = 240;

let folder: string;
let certificate: SelfSigned;
let receiver: Receiver;
let app: AppProcess;

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'lamplighter-strangers-'));
  certificate = selfSigned();
  receiver = await Receiver.start({ cert: certificate.text, key: readFileSync(certificate.key, 'utf8') });
  app = await AppProcess.start(SPEED, {
    WEBHOOK_SECRETS: JSON.stringify({ generic: [aSecret(2), aSecret(1)], 'azure-monitor': ['a-secret-in-an-address'] }),
    LAMPLIGHTER_OUTBOUND_HOSTS: receiver.host,
    NODE_EXTRA_CA_CERTS: certificate.certificate,
  });
});
afterAll(async () => {
  await app?.stop();
  await receiver?.close();
  certificate?.remove();
  rmSync(folder, { recursive: true, force: true });
});

interface Answer {
  readonly status: number;
  // biome-ignore lint/suspicious/noExplicitAny: a test says what it expects of a body by comparing it
  readonly body: any;
}

interface Asked {
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: unknown;
  /** Without the function key where it is `''`. */
  readonly key?: string;
}

/** A request by `curl`. */
async function curl(method: string, path: string, { headers = {}, body, key }: Asked = {}): Promise<Answer> {
  const all = { 'x-functions-key': key ?? app.ready.functionKey, 'content-type': 'application/json', ...headers };
  const given = Object.entries(all).flatMap(([name, value]) => ['-H', `${name}: ${value}`]);
  const text = typeof body === 'string' ? body : JSON.stringify(body);
  const url = path.startsWith('http') ? path : `${app.ready.app}/api/${path}`;
  const sent = body === undefined ? [] : ['--data-binary', '@-'];
  const { said } = await run('curl', ['-sS', '-X', method, '-w', '\n%{http_code}', ...given, ...sent, url], text ?? '');
  const [, answered = '', status = ''] = /^([\s\S]*)\n(\d+)$/.exec(said) ?? [];
  return { status: Number(status), body: answered.startsWith('{') ? JSON.parse(answered) : answered };
}

/** A message signed by the reference library in another process. */
async function send(body: unknown, id: string, secret = aSecret(1)): Promise<Answer> {
  const url = `${app.ready.app}/api/webhooks/generic`;
  const { said } = await run(process.execPath, [SENDER, url, app.ready.functionKey, secret, id], JSON.stringify(body));
  return JSON.parse(said) as Answer;
}

/** Asks again and again until an answer is there; what it waits for is real work of another process. */
async function until<Found>(look: () => Promise<Found | undefined>): Promise<Found> {
  for (;;) {
    const found = await look();
    if (found !== undefined) return found;
    await setTimeout(200);
  }
}

/** What the audit log tells of a correlation, oldest first, once it has come to an action. */
function story(correlation: string, last: string): Promise<readonly string[]> {
  return until(async () => {
    const { body } = await curl('GET', `audit?correlation=${correlation}&order=oldest`);
    const told = body.records.map(({ action, phase, outcome }: Record<string, string>) =>
      [action, phase, outcome].filter((word) => word !== undefined).join(' '),
    );
    return told.some((line: string) => line.startsWith(last)) ? told : undefined;
  });
}

const POOL = { account: 'demo', pool: 'simulations' };

describe('strangers with their own tools', () => {
  it('curl starts a node and is told the whole story under one correlation; its double gets the same answer', async () => {
    const headers = { 'idempotency-key': 'strangers-1' };
    const asked = { headers, body: { count: 1, reason: 'a stranger asks', until: '2026-03-03T00:00:00Z' } };
    const first = await curl('POST', 'accounts/demo/pools/simulations/start', asked);
    expect(first).toMatchObject({ status: 202, body: { status: 'accepted' } });
    expect(await curl('POST', 'accounts/demo/pools/simulations/start', asked)).toEqual(first);
    const told = await story(first.body.correlation, 'start.ended');
    expect(told[0]).toBe('start.requested event');
    expect(told.filter((line) => line === 'start intent').length).toBeLessThanOrEqual(1);
  });

  it('a receiver over https gets events that the library verifies, and each delivery is listed', async () => {
    const subscription = { id: 'strangers', url: receiver.url, events: ['*'] };
    const { status, body } = await curl('PUT', 'subscriptions/strangers', { body: subscription });
    expect(status).toBe(201);
    expect((await curl('GET', 'subscriptions/strangers')).body.secret).not.toBe(body.secret);
    receiver.answers.push(500);
    expect((await curl('POST', 'subscriptions/strangers/test')).status).toBe(202);
    await until(async () => receiver.received.find(({ body: text }) => text.includes('lamplighter.node.')));
    // What was answered with 500 comes again later, whatever it was.
    const isTest = ({ type }: { readonly type: string }) => type === 'lamplighter.test';
    await until(async () => receiver.verified(body.secret).find(isTest));
    const { deliveries } = await until(async () => {
      const { body: listed } = await curl('GET', 'subscriptions/strangers/deliveries?status=delivered');
      return listed.deliveries.length > 0 ? listed : undefined;
    });
    expect(deliveries[0].attempts.at(-1)).toMatchObject({ status: 204, latencyMs: expect.any(Number) });
  });

  it('a signed message of another process starts nodes, once, and says what came of it', async () => {
    const rule = {
      id: 'work',
      source: 'generic',
      match: { type: 'work.now' },
      act: { start: { ...POOL, count: 1, until: 'PT12H', reason: 'work is here' } },
    };
    expect((await curl('PUT', 'rules/work', { body: rule })).status).toBe(201);
    const sent = await send({ type: 'work.now' }, 'msg_work');
    expect(sent).toMatchObject({ status: 202, body: { events: [{ rules: [{ rule: 'work', outcome: 'accepted' }] }] } });
    expect(await send({ type: 'work.now' }, 'msg_work', aSecret(2))).toMatchObject({ body: { status: 'duplicate' } });
    const [{ correlation }] = sent.body.events[0].rules;
    expect((await story(correlation, 'start.ended')).filter((line) => line === 'start.requested event')).toHaveLength(
      1,
    );
  });

  it('the published alert of Azure Monitor overrides a pool, and its end takes that back', async () => {
    const { data } = JSON.parse(anAlert('metric-fired'));
    const fired = {
      'data.essentials.alertRule': data.essentials.alertRule,
      'data.essentials.monitorCondition': 'Fired',
    };
    const override = { ...POOL, capacity: { min: 0 }, until: 'PT24H', note: '{{data.essentials.alertRule}}' };
    const act = { override: { ...override, pool: 'reports-windows' } };
    expect(
      (await curl('PUT', 'rules/alert', { body: { id: 'alert', source: 'azure-monitor', match: fired, act } })).status,
    ).toBe(201);
    const resolved = { ...fired, 'data.essentials.monitorCondition': 'Resolved' };
    const end = { endOverride: { account: 'demo', pool: 'reports-windows', putBy: 'alert' } };
    const ending = { id: 'alert-end', source: 'azure-monitor', match: resolved, act: end };
    expect((await curl('PUT', 'rules/alert-end', { body: ending })).status).toBe(201);

    const path = 'webhooks/azure-monitor?secret=a-secret-in-an-address';
    expect((await curl('POST', path, { body: anAlert('metric-fired') })).body).toMatchObject({ status: 'applied' });
    const pool = 'accounts/demo/pools/reports-windows/override';
    expect(await curl('GET', pool)).toMatchObject({ status: 200, body: { actor: 'webhook:azure-monitor' } });
    const alert = JSON.parse(anAlert('metric-fired'));
    alert.data.essentials = {
      ...alert.data.essentials,
      monitorCondition: 'Resolved',
      resolvedDateTime: '2026-03-02T10:00:00Z',
    };
    expect((await curl('POST', path, { body: alert })).body).toMatchObject({ status: 'applied' });
    expect((await curl('GET', pool)).status).toBe(404);
  });

  it('the handshakes of Event Grid are answered in both schemas', async () => {
    const validation = {
      id: '2d1781af-3a4c-4d7c-bd0c-e34b19da4e66',
      topic: '/subscriptions/aaaa0a0a-bb1b-cc2c-dd3d-eeeeee4e4e4e',
      subject: '',
      data: { validationCode: '512d38b6-c7b8-40c8-89fe-f46f9e9622b6' },
      eventType: 'Microsoft.EventGrid.SubscriptionValidationEvent',
      eventTime: '2022-10-28T04:23:35.1981776Z',
      metadataVersion: '1',
      dataVersion: '1',
    };
    const headers = { 'aeg-event-type': 'SubscriptionValidation' };
    expect(await curl('POST', 'webhooks/event-grid', { headers, body: [validation] })).toMatchObject({
      status: 200,
      body: { validationResponse: '512d38b6-c7b8-40c8-89fe-f46f9e9622b6' },
    });
    const origin = { 'webhook-request-origin': 'eventgrid.azure.net' };
    expect((await curl('OPTIONS', 'webhooks/event-grid', { headers: origin })).status).toBe(200);
  });
});

describe('attacks', () => {
  const MESSAGE = JSON.stringify({ type: 'work.now' });
  const webhook = (headers: Readonly<Record<string, string>>, body = MESSAGE) =>
    curl('POST', 'webhooks/generic', { headers, body });
  const subscribe = (url: string) =>
    curl('PUT', 'subscriptions/attack', { body: { id: 'attack', url, events: ['*'] } });

  it.each([
    ['no key', () => curl('GET', 'audit', { key: '' }), 401],
    ['a wrong key', () => curl('POST', 'accounts/demo/pools/simulations/deallocate', { key: 'x', body: {} }), 401],
    ['an unsigned message', () => webhook({}), 401],
    ['a forged signature', () => webhook(signed(MESSAGE, { id: 'forged', secrets: [aSecret(9)] })), 401],
    ['a tampered body', () => webhook(signed(MESSAGE, { id: 'tampered' }), '{"type":"work.now","more":1}'), 401],
    ['a replay after its time', () => webhook(signed(MESSAGE, { id: 'old', after: -600 })), 401],
    ['a message from the future', () => webhook(signed(MESSAGE, { id: 'new', after: 600 })), 401],
    [
      'an alert without its secret',
      () => curl('POST', 'webhooks/azure-monitor', { body: anAlert('metric-fired') }),
      401,
    ],
    ['a source that is none', () => curl('POST', 'webhooks/toString', { body: {} }), 401],
    ['a body of 2 MiB', () => webhook(signed(MESSAGE, { id: 'large' }), 'x'.repeat(2 ** 21)), 413],
    [
      'a body of 2 MiB in chunks',
      () => webhook({ ...signed(MESSAGE, { id: 'chunks' }), 'transfer-encoding': 'chunked' }, 'x'.repeat(2 ** 21)),
      413,
    ],
    ['a filter in a filter', () => curl('GET', "audit?account=demo'%20or%20'1'%20eq%20'1"), 400],
    ['a path in an id', () => curl('GET', 'schedules/..%2F..%2Fpolicies'), 400],
    ['the metadata of the cloud', () => subscribe('https://169.254.169.254/metadata/instance'), 400],
    ['this machine', () => subscribe('https://127.0.0.1:10000/'), 400],
    ['this machine by name', () => subscribe('https://localhost/'), 400],
    ['this machine in IPv6', () => subscribe('https://[::ffff:127.0.0.1]/'), 400],
    ['this machine in one number', () => subscribe('https://2130706433/'), 400],
    ['plain http', () => subscribe('http://example.com/'), 400],
    ['a link that nobody was sent', () => curl('POST', `links/${'A'.repeat(43)}`, { key: '' }), 404],
  ])(
    '%s is refused',
    async (_, attack, status) => {
      expect((await attack()).status).toBe(status);
    },
    30_000,
  );

  it('a principal that the platform has not checked is nobody', async () => {
    const claims = [
      { typ: 'roles', val: 'Operator' },
      { typ: 'preferred_username', val: 'root@example.com' },
    ];
    const principal = Buffer.from(JSON.stringify({ auth_typ: 'aad', claims })).toString('base64');
    const body = { capacity: { min: 0 }, until: '2026-03-20T00:00:00Z', note: '=cmd|A1' };
    const put = { headers: { 'x-ms-client-principal': principal }, body };
    const answer = await curl('PUT', 'accounts/demo/pools/render-linux/override', put);
    expect(answer).toMatchObject({ status: 201, body: { actor: 'http:function-key' } });
    expect((await curl('GET', 'audit', { headers: put.headers, key: '' })).status).toBe(401);
  });

  it('what was refused is in the audit log without any secret', async () => {
    const { body } = await curl('GET', 'audit?action=webhook.refused&limit=1000');
    expect(body.records.length).toBeGreaterThan(3);
    const text = JSON.stringify((await curl('GET', 'audit?limit=1000')).body);
    for (const number of [1, 2, 9]) expect(text).not.toContain(aSecret(number));
    expect(text).not.toContain('a-secret-in-an-address');
    expect(text).not.toContain(app.ready.functionKey);
  });

  it('a record that is edited behind its back is named, by the app and by the command', async () => {
    const file = join(folder, 'history.jsonl');
    const access = ['--app', app.ready.app, '--key', app.ready.functionKey];
    const audit = (...parameters: readonly string[]) =>
      run(process.execPath, ['bin/lamplighter.mjs', 'audit', ...parameters]);
    const pool = ['--account', 'demo', '--pool', 'render-linux'];
    expect((await audit('export', ...access, ...pool, '-o', file)).code).toBe(0);
    expect((await audit('verify', file)).code).toBe(0);

    const query = 'audit?account=demo&pool=render-linux';
    const [record] = (await curl('GET', `${query}&action=override`)).body.records;
    const table = TableClient.fromConnectionString(app.ready.storage, 'Audit', { allowInsecureConnection: true });
    for await (const { partitionKey = '', rowKey = '', ...row } of table.listEntities()) {
      if (partitionKey !== record.chain || !rowKey.startsWith('r.') || row['number'] !== record.number) continue;
      await table.updateEntity({ partitionKey, rowKey, actor: 'somebody else' }, 'Merge');
    }
    const { body } = await curl('GET', 'audit/verify?account=demo&pool=render-linux');
    expect(body).toMatchObject({
      ok: false,
      faults: [{ chain: record.chain, number: record.number, record: record.id }],
    });
    expect((await audit('export', ...access, ...pool, '-o', file)).code).toBe(0);
    const verdict = await audit('verify', file);
    expect(verdict.code).toBe(1);
    expect(verdict.said).toContain(record.id);
  });

  it('a cell that a spreadsheet would run is none in the export', async () => {
    const { body } = await curl('GET', 'audit/export?format=csv&account=demo&pool=render-linux&action=override');
    expect(body).not.toMatch(/(^|,)"?[=+@-]/m);
    expect(body).toContain('=cmd|A1');
  });
});

import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { json } from 'node:stream/consumers';
import { Temporal } from 'temporal-polyfill';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { buildChangedApp } from '../../src/local/build-app.ts';
import { type Local, startLocal } from '../../src/local/start-local.ts';
import { anAlert } from '../support/an-alert.ts';
import { aSecret } from '../support/signed-webhook.ts';

const SENDER = join(import.meta.dirname, 'support', 'send-signed.ts');
const ANY_PORTS = { app: 0, emulator: 0, blob: 0, queue: 0, table: 0 };

let local: Local;
beforeAll(async () => {
  process.env['WEBHOOK_SECRETS'] = JSON.stringify({ generic: [aSecret(1)] });
  await buildChangedApp();
  local = await startLocal({ speed: 0, ports: ANY_PORTS, log: () => undefined });
  await local.advance(Temporal.Duration.from({ minutes: 1 }));
});
afterAll(async () => {
  delete process.env['WEBHOOK_SECRETS'];
  await local?.close();
});

interface Answer {
  readonly status: number;
  // biome-ignore lint/suspicious/noExplicitAny: a test says what it expects of a body by comparing it
  readonly body: any;
}

/** Another process signs a body and sends it. */
async function send(body: unknown, { id = 'msg_1', secret = aSecret(1) } = {}): Promise<Answer> {
  const url = `${local.app}/api/webhooks/generic`;
  const sender = spawn(process.execPath, [SENDER, url, local.functionKey, secret, id], {
    stdio: ['pipe', 'pipe', 'inherit'],
  });
  sender.stdin.end(typeof body === 'string' ? body : JSON.stringify(body));
  return (await json(sender.stdout)) as Answer;
}

async function ask(method: string, path: string, { body, headers = {} }: { body?: unknown; headers?: object } = {}) {
  const response = await fetch(`${local.app}/api/${path}`, {
    method,
    headers: { 'content-type': 'application/json', 'x-functions-key': local.functionKey, ...headers },
    ...(body !== undefined && { body: typeof body === 'string' ? body : JSON.stringify(body) }),
  });
  const text = await response.text();
  return { status: response.status, headers: response.headers, body: text === '' ? undefined : JSON.parse(text) };
}

const POOL = { account: 'demo', pool: 'simulations' };
const PLANNED = {
  id: 'planned',
  source: 'generic',
  match: { type: 'work.planned' },
  act: { announce: { ...POOL, slots: '{{data.slots}}', by: '07:00', timeZone: 'Etc/UTC' } },
};

/** Idle or running: some of the demonstration's work comes in the night as well. */
async function ready(): Promise<number> {
  const { body } = await ask('GET', 'accounts/demo/pools/simulations');
  return (body.states.idle ?? 0) + (body.states.running ?? 0);
}

/** As the demonstration has it, but that work may come in the night. */
async function openAtNight(): Promise<void> {
  const { body, headers } = await ask('GET', 'schedules/new-york-office');
  const answer = await ask('PUT', 'schedules/new-york-office', {
    headers: { 'if-match': headers.get('etag') ?? '' },
    body: { ...body, outside: { min: 0 } },
  });
  expect(answer.status).toBe(200);
}

describe('the running app', () => {
  it('has nodes ready by the time that a signed message of another process has said', async () => {
    await openAtNight();
    expect(await ask('PUT', 'rules/planned', { body: PLANNED })).toMatchObject({ status: 201 });
    // It is night in New York, and but for the node that the policy keeps nothing is on any more.
    await local.advance(Temporal.Duration.from({ minutes: 30 }));
    expect(await ready()).toBe(1);
    const message = { type: 'work.planned', data: { slots: 5 } };
    const announced = await send(message);
    expect(announced).toMatchObject({
      status: 200,
      body: { status: 'applied', events: [{ id: 'msg_1', rules: [{ rule: 'planned', outcome: 'applied' }] }] },
    });
    expect(await send(message)).toMatchObject({
      status: 200,
      body: { status: 'duplicate', correlation: announced.body.correlation },
    });
    expect(await send(message, { id: 'msg_2', secret: aSecret(2) })).toMatchObject({
      status: 401,
      body: { code: 'SignatureInvalid' },
    });
    await local.advance(Temporal.Duration.from({ minutes: 29 }));
    expect(await ready()).toBeGreaterThanOrEqual(5);

    const { body } = await ask('GET', 'audit?limit=1000');
    const told = (action: string) => body.records.filter((record: { action: string }) => record.action === action);
    expect(told('webhook.received')).toMatchObject([{ actor: 'webhook:generic', subject: 'webhooks/generic' }]);
    expect(told('webhook.refused')).toMatchObject([{ reason: 'signature-wrong' }]);
    expect(told('demand.announced')).toMatchObject([{ actor: 'webhook:generic' }]);
  });

  it('shakes hands with Event Grid both ways, and takes alerts', async () => {
    const allowed = await fetch(`${local.app}/api/webhooks/event-grid?code=${local.functionKey}`, {
      method: 'OPTIONS',
      headers: { 'webhook-request-origin': 'eventgrid.azure.net' },
    });
    expect([allowed.status, allowed.headers.get('webhook-allowed-origin')]).toEqual([200, 'eventgrid.azure.net']);
    const validation = {
      id: '1',
      eventType: 'Microsoft.EventGrid.SubscriptionValidationEvent',
      data: { validationCode: '512d38b6' },
    };
    const headers = { 'aeg-event-type': 'SubscriptionValidation' };
    expect(await ask('POST', 'webhooks/event-grid', { body: [validation], headers })).toMatchObject({
      status: 200,
      body: { validationResponse: '512d38b6' },
    });
    expect(await ask('POST', 'webhooks/azure-monitor', { body: anAlert('metric-fired') })).toMatchObject({
      status: 200,
      body: { status: 'ignored' },
    });
  });

  it('lets nobody in without a function key', async () => {
    for (const source of ['generic', 'azure-monitor', 'event-grid']) {
      for (const method of ['POST', 'OPTIONS'])
        expect((await fetch(`${local.app}/api/webhooks/${source}`, { method })).status).toBe(401);
    }
  });
});

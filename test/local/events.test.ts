import { createHash } from 'node:crypto';
import { QueueClient } from '@azure/storage-queue';
import { Temporal } from 'temporal-polyfill';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { buildChangedApp } from '../../src/local/build-app.ts';
import { type Local, startLocal } from '../../src/local/start-local.ts';
import { Receiver } from '../support/receiver.ts';

const ANY_PORTS = { app: 0, emulator: 0, blob: 0, queue: 0, table: 0 };
const SECRET = `whsec_${Buffer.alloc(32, 7).toString('base64')}`;

let receiver: Receiver;
let local: Local;
beforeAll(async () => {
  await buildChangedApp();
  receiver = await Receiver.start();
  process.env['LAMPLIGHTER_OUTBOUND_HOSTS'] = receiver.host;
  local = await startLocal({ speed: 0, ports: ANY_PORTS, log: () => undefined });
});
afterAll(async () => {
  delete process.env['LAMPLIGHTER_OUTBOUND_HOSTS'];
  await local?.close();
  await receiver.close();
});

interface Asked {
  readonly status: number;
  // biome-ignore lint/suspicious/noExplicitAny: a test says what it expects of a body by comparing it
  readonly body: any;
}

async function ask(method: string, path: string, body?: object): Promise<Asked> {
  const response = await fetch(`${local.app}/api/${path}`, {
    method,
    headers: { 'x-functions-key': local.functionKey, 'content-type': 'application/json' },
    ...(body !== undefined && { body: JSON.stringify(body) }),
  });
  return { status: response.status, body: await response.json() };
}

describe('the whole app on this machine', () => {
  it('tells a receiver of a window in Tokyo that is about to close, and keeps it open when it is asked to', async () => {
    const subscription = {
      id: 'ops',
      url: receiver.url,
      events: ['*'],
      secret: SECRET,
      filter: { pools: ['reports-*'] },
    };
    expect(await ask('PUT', 'subscriptions/ops', subscription)).toMatchObject({ status: 201 });
    expect(await ask('POST', 'subscriptions/ops/test')).toMatchObject({ status: 202 });
    // In Tokyo, nine hours ahead, the window closes at half past six in the evening.
    await local.advance(Temporal.Duration.from({ hours: 3, minutes: 5 }));

    const events = receiver.verified(SECRET);
    expect(events.map(({ type }) => type)).toContain('lamplighter.test');
    const notices = events.filter(({ type }) => type === 'lamplighter.window.closing');
    expect(notices).toMatchObject([
      {
        data: {
          pool: 'reports-windows',
          closesAt: '2026-03-02T09:30:00Z',
          links: { expiresAt: '2026-03-02T09:30:00Z' },
        },
      },
    ]);
    const { url } = notices[0].data.links.plusOneHour;
    expect(url.startsWith(`${local.app}/api/links/`)).toBe(true);

    // No key is needed: the address is the secret.
    const page = await fetch(url, { headers: { accept: 'text/html' } });
    expect([page.status, await page.text()]).toEqual([200, expect.stringContaining('<form method="post">')]);
    expect((await fetch(url, { method: 'POST' })).status).toBe(200);
    expect((await fetch(url, { method: 'POST' })).status).toBe(409);
    expect(await ask('GET', `accounts/${local.account}/pools/reports-windows/override`)).toMatchObject({
      body: { from: '2026-03-02T09:30:00Z', until: '2026-03-02T10:30:00Z', actor: 'link:ops' },
    });
    const { body } = await ask('GET', 'subscriptions/ops/deliveries?status=delivered');
    expect(body.deliveries).toHaveLength(receiver.received.length);
  });
});

describe('a message that was given up', () => {
  const QUEUES = ['act-on-pool', 'deliver-event', 'evaluate-pool', 'publish-events'];

  it.each([
    ['no JSON', '<QueueMessage>x</QueueMessage>', 'it is no JSON object'],
    ['JSON of something else', '{"number":5}', 'expected'],
  ])('is recorded and removed where it is %s, in every queue', async (_, text, why) => {
    const queues = QUEUES.map((queue) => new QueueClient(local.storage, `${queue}-poison`));
    for (const queue of queues) {
      await queue.createIfNotExists();
      await queue.sendMessage(Buffer.from(text).toString('base64'));
    }
    await local.advance(Temporal.Duration.from({ seconds: 1 }));
    const { body } = await ask('GET', 'audit?action=message.unreadable&limit=4');
    for (const queue of QUEUES) {
      expect(body.records).toContainEqual(
        expect.objectContaining({
          actor: `queue:${queue}`,
          reason: expect.stringMatching(`^a message in the queue ${queue} could not be read and was removed: .*${why}`),
          after: { characters: text.length, sha256: createHash('sha256').update(text).digest('hex') },
        }),
      );
    }
    for (const queue of queues) expect((await queue.getProperties()).approximateMessagesCount).toBe(0);
  });
});

import { Temporal } from 'temporal-polyfill';
import { describe, expect, it } from 'vitest';
import { retryDelivery, testSubscription } from '../../../src/app/outbound/ask-delivery.ts';
import { deliverEvent } from '../../../src/app/outbound/deliver-event.ts';
import { publishEvents } from '../../../src/app/outbound/publish-events.ts';
import { recordGivenUp } from '../../../src/app/outbound/record-given-up.ts';
import { gateFailed } from '../../../src/core/audit/events.ts';
import { NOON } from '../../support/builders.ts';
import { EventFlow, SECRET } from './support/event-flow.ts';

const flow = EventFlow.forEachTest();

const SCHEDULE = { id: 'hours', timeZone: 'Etc/UTC', windows: [] };

/** Something happens of which others are told. */
async function happens(node = 'tvmps_1'): Promise<void> {
  const context = {
    at: NOON,
    actor: 'timer:evaluate-pools',
    pool: { account: 'demo', poolId: 'render' },
    correlation: 'c0ffee',
    policy: 'render@1',
  };
  await flow.ports.audit.append([gateFailed(context, { nodeId: node, reason: 'not well', remedy: 'look' })]);
}

describe('a delivery', () => {
  it('is the record as a signed CloudEvent', async () => {
    await flow.subscribe();
    await happens();
    await flow.run();
    const [record] = await flow.recorded('gate.failed');
    const id = `${record?.chain}/${record?.number}`;
    expect(flow.receiver.verified(SECRET)).toEqual([
      {
        specversion: '1.0',
        id,
        source: '/lamplighter/accounts/demo/pools/render',
        subject: 'tvmps_1',
        type: 'lamplighter.gate.failed',
        time: '2026-03-02T12:00:00Z',
        datacontenttype: 'application/json',
        data: {
          reason: 'not well',
          actor: 'timer:evaluate-pools',
          correlation: 'c0ffee',
          account: 'demo',
          pool: 'render',
          node: 'tvmps_1',
          policy: 'render@1',
          after: { remedy: 'look' },
        },
      },
    ]);
    expect(flow.receiver.received).toMatchObject([
      { method: 'POST', headers: { 'content-type': 'application/cloudevents+json; charset=utf-8', 'webhook-id': id } },
    ]);
    const { status, attempts, nextAttempt } = await flow.delivery();
    expect([status, nextAttempt]).toEqual(['delivered', undefined]);
    expect(attempts).toEqual([
      { at: expect.any(Temporal.Instant), status: 204, fault: undefined, latencyMs: expect.any(Number) },
    ]);
  });

  it('goes to everybody who wants it, and to nobody else', async () => {
    await flow.subscribe({ id: 'all' });
    await flow.subscribe({ id: 'gates', events: ['lamplighter.gate.failed'], filter: { pools: ['ren*'] } });
    await flow.subscribe({ id: 'others', filter: { pools: ['other'] } });
    await flow.subscribe({ id: 'schedules', events: ['lamplighter.schedule.put'] });
    await flow.subscribe({ id: 'off', enabled: false });
    await happens();
    await flow.save('schedules', SCHEDULE);
    await flow.run();
    const told = await Promise.all(
      ['all', 'gates', 'others', 'schedules', 'off'].map(async (id) =>
        (await flow.deliveries(id)).map(({ event }) => event.type.replace('lamplighter.', '')).toSorted(),
      ),
    );
    expect(told).toEqual([['gate.failed', 'schedule.put'], ['gate.failed'], ['schedule.put'], ['schedule.put'], []]);
    expect(flow.receiver.received).toHaveLength(5);
  });

  it('of a schedule too large for a message goes without what it said before and says now', async () => {
    await flow.subscribe();
    const windows = Array.from({ length: 100 }, (_, index) => ({
      name: `w${index}-${'ü'.repeat(90)}`,
      date: '2026-12-05',
      from: '06:00',
      to: '22:00',
      capacity: { min: 1 },
    }));
    await flow.save('schedules', { ...SCHEDULE, windows });
    await flow.run();
    const [event] = flow.receiver.verified(SECRET);
    expect(event.data).toMatchObject({ reason: 'schedules/hours created', omitted: ['after'] });
    expect(event.data).not.toHaveProperty('after');
  });

  it('is signed with the previous secrets as well', async () => {
    const previous = `whsec_${Buffer.alloc(24, 1).toString('base64')}`;
    await flow.subscribe({ previousSecrets: [previous] });
    await happens();
    await flow.run();
    expect(flow.receiver.verified(previous)).toHaveLength(1);
    expect(flow.receiver.verified(SECRET)).toHaveLength(1);
  });

  it('many events come in one message, and each is delivered', async () => {
    await flow.subscribe();
    const context = {
      at: NOON,
      actor: 'a',
      pool: { account: 'demo', poolId: 'render' },
      correlation: 'c',
      policy: 'p@1',
    };
    const nodes = Array.from({ length: 40 }, (_, index) => `tvmps_${index}`);
    await flow.ports.audit.append(nodes.map((nodeId) => gateFailed(context, { nodeId, reason: 'r', remedy: 'r' })));
    expect(await flow.waiting('publish-events')).toBe(1);
    await flow.run();
    expect(
      flow.receiver
        .verified(SECRET)
        .map(({ subject }) => subject)
        .toSorted(),
    ).toEqual(nodes.toSorted());
  });
});

describe('a delivery that fails', () => {
  it('keeps its last attempts and counts those before, however often it is tried by hand', async () => {
    await flow.subscribe();
    await happens();
    flow.receiver.answers.push(500);
    await flow.run();
    const failed = await flow.delivery();
    const tag = (await flow.ports.deliveries.get(failed))?.tag ?? '';
    const attempts = Array.from({ length: 220 }, () => ({
      at: NOON,
      status: 500,
      fault: 'a fault of some length'.repeat(3),
      latencyMs: 12,
    }));
    await flow.ports.deliveries.update({ ...failed, attempts }, tag);
    for (let count = 0; count < 30; count++) {
      flow.receiver.answers.push(500);
      await retryDelivery(flow.ports, failed, 'anna');
      expect(await flow.again(await flow.delivery())).toMatchObject({ kind: 'tried' });
    }
    const delivery = await flow.delivery();
    expect([delivery.attempts.length, delivery.attemptsLeftOut]).toEqual([30, 220]);
    expect(new Set(delivery.attempts.map(({ fault }) => fault))).toEqual(new Set(['it answers 500']));
    await recordGivenUp(flow.ports, { ...failed, attempts: 250 });
    expect((await flow.recorded('delivery.given-up')).at(-1)?.reason).toBe(
      'given up after 250 attempts: it answers 500',
    );
  });

  it('is tried again under the same id, and each attempt is kept', async () => {
    await flow.subscribe();
    await happens();
    flow.receiver.answers.push(500);
    await flow.run();
    const failed = await flow.delivery();
    expect(failed).toMatchObject({ status: 'pending', attempts: [{ status: 500, fault: 'it answers 500' }] });
    const [first] = failed.attempts;
    const delay = first?.at.until(failed.nextAttempt ?? first.at).total('seconds') ?? 0;
    expect(delay >= 4 && delay <= 6).toBe(true);
    // nobody sees its request before its time
    expect([await flow.waiting('deliver-event'), await flow.take('deliver-event')]).toEqual([1, []]);

    expect(await flow.again(failed)).toMatchObject({ kind: 'tried' });
    const { status, attempts } = await flow.delivery();
    expect([status, attempts.map((attempt) => attempt.status)]).toEqual(['delivered', [500, 204]]);
    const ids = flow.receiver.received.map(({ headers }) => headers['webhook-id']);
    expect([flow.receiver.verified(SECRET).length, new Set(ids).size]).toEqual([2, 1]);
  });

  it.each<[string, Parameters<EventFlow['receiver']['answers']['push']>[0], number | undefined, string]>([
    ['a client error', 404, 404, 'it answers 404'],
    [
      'a redirection, which is not followed',
      (_, response) => response.writeHead(302, { location: 'http://169.254.169.254/' }).end(),
      302,
      'it answers 302',
    ],
    ['a connection that breaks off', (_, response) => response.destroy(), undefined, 'it broke off'],
  ])('by %s', async (_, answer, status, fault) => {
    await flow.subscribe();
    await happens();
    flow.receiver.answers.push(answer);
    await flow.run();
    expect(await flow.delivery()).toMatchObject({ status: 'pending', attempts: [{ status, fault }] });
    expect(flow.receiver.received).toHaveLength(1);
  });

  it('waits as long as the receiver asks for', async () => {
    await flow.subscribe();
    await happens();
    flow.receiver.answers.push((_, response) => response.writeHead(429, { 'retry-after': '900' }).end());
    await flow.run();
    const { attempts, nextAttempt } = await flow.delivery();
    const [first] = attempts;
    expect(first?.at.until(nextAttempt ?? first.at).total('seconds')).toBe(900);
  });

  it('is given up after the last attempt, with one record, also where its end is told twice', async () => {
    await flow.subscribe();
    await happens();
    flow.receiver.answers.push(...Array.from({ length: 9 }, () => 500));
    await flow.run();
    for (let attempt = 1; attempt < 9; attempt += 1) await flow.again(await flow.delivery());
    const given = await flow.delivery();
    expect(given).toMatchObject({ status: 'given-up', nextAttempt: undefined, recorded: false });
    expect(given.attempts.map(({ status }) => status)).toEqual(Array.from({ length: 9 }, () => 500));

    // The last request comes twice, because its process died before it was told that it was given up.
    expect(await flow.again(given)).toEqual({ kind: 'skipped', reason: 'it was given up' });
    expect(await flow.waiting('deliver-event-poison')).toBe(2);
    await flow.poison();
    expect(await flow.recorded('delivery.given-up')).toMatchObject([
      {
        subject: { document: 'subscriptions/ops' },
        reason: 'given up after 9 attempts: it answers 500',
        correlation: 'c0ffee',
        after: { id: given.id, type: 'lamplighter.gate.failed', attempts: 9 },
      },
    ]);
    expect(flow.receiver.received).toHaveLength(9);
  });

  it('is given up where the host has given up its request', async () => {
    await flow.subscribe();
    await happens();
    const [request] = await flow.publish();
    if (request !== undefined) await flow.ports.events.giveUp(request);
    await flow.poison();
    expect(await flow.delivery()).toMatchObject({ status: 'given-up', recorded: true });
    expect(await flow.recorded('delivery.given-up')).toMatchObject([{ reason: 'its request failed in every attempt' }]);
  });

  it('ends its subscription where the receiver is gone, with a record without its secret', async () => {
    await flow.subscribe();
    await happens();
    await happens('tvmps_2');
    flow.receiver.answers.push(410);
    await flow.run();
    expect((await flow.deliveries()).map(({ status }) => status).toSorted()).toEqual(['dropped', 'given-up']);
    const [, off] = await flow.recorded('subscription.put');
    expect(off).toMatchObject({
      actor: 'queue:deliver-event',
      reason: 'subscriptions/ops switched off: its receiver answers 410 Gone',
      after: { enabled: false },
    });
    expect(JSON.stringify(off)).not.toContain('whsec_');
    expect(flow.receiver.received).toHaveLength(1);
    const kept = await flow.ports.documents.get('subscriptions', 'ops');
    expect(kept?.text).toContain(SECRET);
  });
});

describe('a message that comes twice', () => {
  it('makes no second delivery of an event', async () => {
    await flow.subscribe();
    await happens();
    const [message] = (await flow.take('publish-events')) as [Parameters<typeof publishEvents>[1]];
    await publishEvents(flow.ports, message);
    await flow.run();
    await publishEvents(flow.ports, message);
    await flow.run();
    expect(await flow.deliveries()).toHaveLength(1);
    expect(flow.receiver.received).toHaveLength(1);
  });

  it('posts once, one after the other and at the same moment', async () => {
    await flow.subscribe();
    await happens();
    const [request] = await flow.publish();
    if (request === undefined) throw new Error('A request is expected.');
    const reports = await Promise.all(Array.from({ length: 4 }, () => deliverEvent(flow.ports, request)));
    reports.push(await deliverEvent(flow.ports, request));
    expect(reports.filter(({ kind }) => kind === 'tried')).toHaveLength(1);
    expect(flow.receiver.received).toHaveLength(1);
  });

  it('tries again what a process has begun and not ended, once it is certain that it died', async () => {
    await flow.subscribe();
    await happens();
    const [request] = await flow.publish();
    if (request === undefined) throw new Error('A request is expected.');
    const kept = await flow.ports.deliveries.get(request);
    if (kept === undefined) throw new Error('A delivery is expected.');
    const now = await flow.ports.wallClock.now();
    const tag = await flow.ports.deliveries.update({ ...kept.delivery, busyUntil: now.add({ seconds: 20 }) }, kept.tag);
    expect(await deliverEvent(flow.ports, request)).toEqual({ kind: 'skipped', reason: 'somebody else tries it' });
    expect(await flow.waiting('deliver-event')).toBe(1);
    await flow.ports.deliveries.update({ ...kept.delivery, busyUntil: now.subtract({ seconds: 1 }) }, tag ?? '');
    expect(await deliverEvent(flow.ports, request)).toMatchObject({ kind: 'tried', delivery: { status: 'delivered' } });
  });
});

describe('a delivery that gets no place', () => {
  it.each([
    [0, 5, 20],
    [600, 300, 600],
  ])('with a turn of %d s comes again after %d to %d s', async (turn, least, most) => {
    const delays: number[] = [];
    const { events, deliveryShares } = flow.ports;
    const ports = {
      ...flow.ports,
      deliveryShares: { ...deliveryShares, take: () => undefined, queueUp: () => turn },
      events: {
        ...events,
        deliver: async (_: unknown, delay?: Temporal.Duration) => void delays.push(delay?.total('seconds') ?? 0),
      },
    };
    for (const digit of '0123456789abcdef')
      await deliverEvent(ports, { subscription: 'ops', id: `x${digit}`, attempts: 0 });
    expect([Math.min(...delays), Math.max(...delays)]).toEqual([least, most]);
  });
});

describe('an address that is not in the internet', () => {
  it.each(['https://localhost/', 'https://169.254.169.254/metadata', 'http://127.0.0.1:1/', 'https://[::1]/'])(
    'is not posted to, though the subscription was saved with it: %s',
    async (url) => {
      await flow.subscribe();
      const kept = await flow.ports.documents.get('subscriptions', 'ops');
      const text = JSON.stringify({ ...JSON.parse(kept?.text ?? ''), url });
      await flow.ports.documents.put({ kind: 'subscriptions', id: 'ops', actor: 'test', text }, 'any');
      await testSubscription(flow.ports, 'ops', { actor: 'test' });
      await flow.run();
      const [attempt] = (await flow.delivery()).attempts;
      expect(attempt?.fault).toMatch(/only https|not in the internet/);
    },
  );
});

import functions from '@azure/functions';
import { Temporal } from 'temporal-polyfill';
import { beforeEach, describe, expect, it } from 'vitest';
import { noticeWindows } from '../../../src/app/outbound/notice-windows.ts';
import { endOverrideOf, getOverride, putOverride } from '../../../src/app/pools/overrides.ts';
import { callerOf } from '../../../src/http/caller/caller.ts';
import { LINKS, showLink, useLink } from '../../../src/http/outbound/links.ts';
import { EventFlow, SECRET } from '../../app/outbound/support/event-flow.ts';
import { call } from '../../support/http-call.ts';

const flow = EventFlow.forEachTest();
beforeEach(async () => {
  await flow.system.account.createPool('render', { dedicated: 4 });
  await flow.system.account.advance('PT5M');
});

const RENDER = { account: 'demo', poolId: 'render' };
const CLOSES = '2026-03-02T13:00:00Z';
const CLOSING = 'lamplighter.window.closing';

type Tokens = Readonly<Record<'skip' | 'plusOneHour' | 'plusTwoHours', string>>;

const WEEKDAYS = { name: 'weekdays', days: ['MON-FRI'], from: '08:00', to: '13:00', capacity: { min: 3 } };

async function scheduled(windows: readonly object[]): Promise<void> {
  await flow.save('schedules', { id: 'hours', timeZone: 'Etc/UTC', windows, outside: { min: 0, max: 0 } });
  await flow.save('policies', { id: 'render', pools: ['render'], mode: 'enforce', schedules: ['hours'] });
}

/** A window until one o'clock, and the links of a notice of it at a quarter to one. */
async function noticed(): Promise<Tokens> {
  await scheduled([WEEKDAYS]);
  return notice();
}

async function notice(): Promise<Tokens> {
  await flow.subscribe({ events: [CLOSING] });
  await flow.system.account.advance('PT40M');
  await noticeWindows(flow.ports);
  await flow.run();
  const { skip, plusOneHour, plusTwoHours } = flow.receiver.verified(SECRET).at(-1).data.links;
  const token = ({ url }: { url: string }) => url.split('/').at(-1) ?? '';
  return { skip: token(skip), plusOneHour: token(plusOneHour), plusTwoHours: token(plusTwoHours) };
}

function show(token: string, headers: Record<string, string> = {}) {
  return call(showLink, flow.ports, { params: { token }, headers });
}

function use(token: string) {
  return call(useLink, flow.ports, { method: 'POST', params: { token } });
}

describe('a link of a notice', () => {
  it('shows what it will do, however often, and does nothing', async () => {
    const { plusOneHour } = await noticed();
    for (let look = 0; look < 2; look += 1) {
      const { status, headers, body } = await show(plusOneHour);
      expect(status).toBe(200);
      expect(headers.get('referrer-policy')).toBe('no-referrer');
      expect(headers.get('cache-control')).toBe('no-store');
      expect(body).toEqual({
        account: 'demo',
        pool: 'render',
        action: 'plusOneHour',
        closesAt: CLOSES,
        until: '2026-03-02T14:00:00Z',
        does: `The pool demo/render keeps what it has beyond ${CLOSES}, until 2026-03-02T14:00:00Z: at least 3 nodes ready, no limit allocated`,
        done: null,
      });
    }
    await expect(getOverride(flow.ports, RENDER)).rejects.toMatchObject({ code: 'OverrideNotFound' });
  });

  it.each([
    ['plusOneHour', '2026-03-02T14:00:00Z'],
    ['plusTwoHours', '2026-03-02T15:00:00Z'],
    ['skip', '2026-03-03T08:00:00Z'],
  ] as const)('%s keeps the capacity from the close on, once, with a record', async (action, until) => {
    const tokens = await noticed();
    const used = await use(tokens[action]);
    expect(used).toMatchObject({ status: 200, body: { action, until, done: expect.stringContaining(action) } });
    expect(await getOverride(flow.ports, RENDER)).toMatchObject({
      capacity: { min: 3, max: null },
      from: CLOSES,
      until,
      actor: 'link:ops',
    });
    for (const token of Object.values(tokens)) {
      expect(await use(token)).toMatchObject({
        status: 409,
        body: { code: 'LinkUsed', detail: expect.stringContaining(action) },
      });
      expect((await show(token)).body.done).toContain(action);
    }
    expect(await flow.recorded('override')).toMatchObject([{ actor: 'link:ops', after: { until } }]);
  });

  it('ends with its subscription, whether that is deleted or switched off', async () => {
    const { plusOneHour } = await noticed();
    const stored = await flow.ports.documents.get('subscriptions', 'ops');
    if (stored === undefined) throw new Error('A subscription is expected.');
    const off = JSON.stringify({ ...JSON.parse(stored.text), enabled: false });
    await flow.ports.documents.put({ kind: 'subscriptions', id: 'ops', text: off, actor: 'me' }, 'any');
    expect(await use(plusOneHour)).toMatchObject({ status: 410, body: { code: 'LinkExpired' } });
    await flow.ports.documents.delete('subscriptions', 'ops', 'any');
    expect((await show(plusOneHour)).status).toBe(410);
    await expect(getOverride(flow.ports, RENDER)).rejects.toMatchObject({ code: 'OverrideNotFound' });
  });

  it('is the same with what a program for mail hangs on it', async () => {
    const params = { token: (await noticed()).skip };
    // A parameter that the description does not know, so it is not held to it.
    const answer = await call(showLink.handler, flow.ports, { params, query: { utm_source: 'mail' } });
    expect([answer.status, answer.body.action]).toEqual([200, 'skip']);
  });

  it('is followed by another notice, before what it asked for is over', async () => {
    const { plusOneHour } = await noticed();
    await use(plusOneHour);
    const told: number[] = [];
    for (let minute = 0; minute < 60; minute += 15) {
      await flow.system.account.advance('PT15M');
      told.push((await noticeWindows(flow.ports)).given);
    }
    expect(told).toEqual([0, 0, 1, 0]);
    await flow.run();
    expect(flow.receiver.verified(SECRET).at(-1).data).toMatchObject({
      closesAt: '2026-03-02T14:00:00Z',
      windows: [expect.stringContaining('override by link:ops')],
    });
  });

  it('is used once where many press it at the same moment', async () => {
    const { plusOneHour, skip } = await noticed();
    const answers = await Promise.all([plusOneHour, skip, plusOneHour, skip].map(use));
    expect(answers.map(({ status }) => status).toSorted()).toEqual([200, 409, 409, 409]);
    expect(await flow.recorded('override')).toHaveLength(1);
  });

  it('is over when the window closes', async () => {
    const { skip } = await noticed();
    await flow.system.account.advance('PT15M');
    for (const answer of [await show(skip), await use(skip)]) {
      expect(answer).toMatchObject({ status: 410, body: { code: 'LinkExpired' } });
    }
    await expect(getOverride(flow.ports, RENDER)).rejects.toMatchObject({ code: 'OverrideNotFound' });
  });

  it.each(['x', 'A'.repeat(43), '../../health', 'used|ops|p.demo.render.2026-03/1'])(
    'is not there if nobody was given it: %s',
    async (token) => {
      await noticed();
      for (const answer of [await show(token), await use(token)]) {
        expect(answer).toMatchObject({ status: 404, body: { code: 'LinkNotFound' } });
      }
    },
  );

  it('changes no override of somebody else, says whose it is, and can be used when that is gone', async () => {
    const { plusOneHour } = await noticed();
    const value = { nodes: { on: ['a'], off: [] }, until: '2026-03-02T13:30:00Z', note: 'mine' };
    const { override } = await putOverride(flow.ports, { pool: RENDER, value, actor: 'me' });
    expect(await use(plusOneHour)).toMatchObject({
      status: 409,
      body: { code: 'PoolOverridden', detail: expect.stringMatching(/by me .*: mine/) },
    });
    expect(await getOverride(flow.ports, RENDER)).toEqual(override);
    await flow.ports.overrides.delete(RENDER, 'override');
    expect(await use(plusOneHour)).toMatchObject({ status: 200 });
  });

  it('changes no override that cannot be read', async () => {
    const { plusOneHour } = await noticed();
    await flow.ports.overrides.put({ ...RENDER, id: 'override', text: '{}', until: Temporal.Instant.from(CLOSES) });
    const detail = expect.stringContaining('an override that cannot be read');
    expect(await use(plusOneHour)).toMatchObject({ status: 409, body: { code: 'PoolOverridden', detail } });
    expect(await flow.ports.overrides.listOf(RENDER)).toMatchObject([{ text: '{}' }]);
  });

  it('changes no override that somebody sets at the moment at which it is used', async () => {
    const { plusOneHour } = await noticed();
    const { ports } = flow;
    const value = { capacity: { min: 4 }, until: '2026-03-03T12:00:00Z' };
    const append: typeof ports.audit.append = async (entries, options) => {
      const records = await ports.audit.append(entries, options);
      if (entries[0]?.actor === 'link:ops') await putOverride(ports, { pool: RENDER, value, actor: 'anna' });
      return records;
    };
    const racing = { ...ports, audit: { ...ports.audit, append } };
    const answer = await call(useLink, racing, { method: 'POST', params: { token: plusOneHour } });
    expect(answer).toMatchObject({ status: 409, body: { code: 'PoolOverridden' } });
    expect(await getOverride(ports, RENDER)).toMatchObject({ actor: 'anna', until: value.until });
  });

  it('makes an override that ends then go on', async () => {
    await scheduled([]);
    const value = { capacity: { min: 2 }, nodes: { on: ['a'], off: [] }, until: CLOSES, note: 'mine' };
    const { override } = await putOverride(flow.ports, { pool: RENDER, value, actor: 'me' });
    const { plusTwoHours } = await notice();
    expect(await use(plusTwoHours)).toMatchObject({ status: 200 });
    expect(await getOverride(flow.ports, RENDER)).toEqual({
      ...override,
      until: '2026-03-02T15:00:00Z',
      actor: 'link:ops',
    });
  });

  it('makes an override that a rule has put go on, beyond what the rule can take back', async () => {
    await scheduled([]);
    const word = { pool: RENDER, actor: 'webhook:azure-monitor' };
    const origin = { rule: 'queue-is-long', correlation: 'c-1' };
    const value = { capacity: { min: 2 }, until: CLOSES, note: 'the queue is long' };
    await putOverride(flow.ports, { ...word, value, origin });
    const { plusOneHour } = await notice();
    expect(await use(plusOneHour)).toMatchObject({ status: 200 });
    const kept = { capacity: { min: 2 }, until: '2026-03-02T14:00:00Z', note: 'the queue is long', actor: 'link:ops' };
    expect(await getOverride(flow.ports, RENDER)).toMatchObject(kept);
    const back = { ...word, putBy: 'queue-is-long', correlation: 'c-2' };
    expect(await endOverrideOf(flow.ports, back)).toBe(false);
    expect(await getOverride(flow.ports, RENDER)).toMatchObject(kept);
  });

  it('is a page with a button for people, and nothing else', async () => {
    const { skip } = await noticed();
    const ask = async () => {
      const { plain, headers } = await page(skip);
      expect(headers.get('content-type')).toBe('text/html; charset=utf-8');
      expect(headers.get('content-security-policy')).toBe(
        "default-src 'none'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'",
      );
      return plain;
    };
    expect(await ask()).toContain('<form method="post">');
    await use(skip);
    const done = await ask();
    expect(done).toContain('Done:');
    expect(done).not.toContain('<form');
    expect(done).not.toMatch(/<script|style=|src=|href=/);
    const again = await page(skip, useLink);
    expect([again.status, again.plain]).toEqual([409, expect.stringContaining('What was done: The pool demo/render')]);
    const unknown = await page('A'.repeat(43));
    expect([unknown.status, unknown.plain]).toEqual([404, expect.stringContaining('<p>There is no such link.</p>')]);
  });
});

/** A link as a browser sees it. */
async function page(token: string, { handler } = showLink) {
  const request = new functions.HttpRequest({
    method: 'GET',
    url: `http://127.0.0.1/api/links/${token}`,
    params: { token },
    headers: { accept: 'text/html,application/xhtml+xml,*/*;q=0.8' },
  });
  const caller = callerOf(request, { actor: 'nobody', sees: () => true });
  const { status = 200, body, headers } = await handler({ request, caller }, flow.ports);
  return { status, plain: String(body), headers: new Headers(headers as Record<string, string>) };
}

describe('the operations', () => {
  it('show examples that are true to their schemas', () => {
    const contents = LINKS.flatMap(({ answers }) => Object.values(answers).map(({ content }) => content ?? [])).flat();
    for (const { schema, example } of contents)
      if (schema !== undefined) expect(schema.safeParse(example).error).toBeUndefined();
    expect(contents).toHaveLength(4);
  });
});

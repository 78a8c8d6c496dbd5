import { Temporal } from 'temporal-polyfill';
import { beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type * as z from 'zod';
import type { Content, Contract } from '../../src/api/contract.ts';
import { ACCOUNTS } from '../../src/http/accounts.ts';
import { getPoolTimeline, TIMELINE } from '../../src/http/pools/timeline.ts';
import { getSavings, SAVINGS } from '../../src/http/savings.ts';
import { RENDER, Story } from '../app/support/story.ts';
import { call } from '../support/http-call.ts';

const story = Story.forAllTests();

const PRICE = { nodeHour: 0.5, deallocatedNodeHour: 0.02, currency: 'EUR' };

/** Two nodes that are wanted from one to two o'clock only; it is four minutes past noon. */
async function beginWithTwoNodes(policy: Readonly<Record<string, unknown>> = {}): Promise<void> {
  await story.begin();
  const windows = [{ name: 'meeting', days: ['MON-SUN'], from: '13:00', to: '14:00', capacity: { min: 2 } }];
  await story.schedule({ windows, outside: { min: 0, max: 0 } });
  await story.policy({ schedules: ['hours'], price: PRICE, ...policy });
  await story.account.createIdlePool('render', { dedicated: 2 });
}

function ask(query: Readonly<Record<string, string>> = {}) {
  return call(getSavings, story.ports, { query: { account: RENDER.account, pool: RENDER.poolId, ...query } });
}

/** The JSON that an operation says it answers with. */
function contentOf(operation: Contract | undefined): Content {
  const content = operation?.answers[200]?.content;
  if (content === undefined || !('example' in content)) throw new Error(`${operation?.name} answers nothing.`);
  return content;
}

function schemaOf(operation: Contract | undefined): z.ZodType {
  const { schema } = contentOf(operation);
  if (schema === undefined) throw new Error(`${operation?.name} does not say what it answers.`);
  return schema;
}

/** How long nodes have shown `deallocated` and nothing else, in hours, as the emulator itself tells it. */
async function hoursDeallocated(until: Temporal.Instant): Promise<number> {
  const entries = await story.account.journal('transition');
  const changes = entries.flatMap((entry) => (entry.kind === 'transition' ? [entry] : []));
  let hours = 0;
  for (const of of Map.groupBy(changes, ({ node }) => node).values()) {
    for (const [index, { at, to }] of of.entries()) {
      const end = of[index + 1]?.at ?? until.toString();
      if (to === 'deallocated') hours += Temporal.Instant.from(at).until(end).total('hours');
    }
  }
  return hours;
}

describe('GET savings of a pool that was off before and after its window', () => {
  beforeAll(async () => {
    await beginWithTwoNodes();
    await story.minutes(150);
  });

  it('counts no more than the nodes were really off, and little less', async () => {
    const { status, body } = await ask();
    expect(status).toBe(200);
    const real = await hoursDeallocated(await story.system.now());
    expect(real).toBeGreaterThan(2);
    expect(body.total.nodeHoursOff).toBeLessThanOrEqual(real + 1e-6);
    // A node is seen off, and a start recorded, a minute late at the most.
    expect(body.total.nodeHoursOff).toBeGreaterThan(real - 4 / 30);
  });

  it('takes disks and restarts off', async () => {
    const { total } = (await ask()).body;
    expect(total).toMatchObject({ restarts: 2, unpricedNodeHours: 0 });
    expect(total.restartNodeHours).toBeCloseTo(2 * 0.05, 1);
    const { nodes, disks, restarts, saved, currency } = total.money[0];
    expect(currency).toBe('EUR');
    expect(nodes).toBeCloseTo(total.nodeHoursOff * 0.5, 5);
    expect(disks).toBeCloseTo(total.nodeHoursOff * 0.02, 5);
    expect(restarts).toBeCloseTo(total.restartNodeHours * 0.5, 5);
    expect(saved).toBeCloseTo(nodes - disks - restarts, 5);
  });

  it('has lines from which anybody can count it again, with records that are in the audit log', async () => {
    const { total, lines } = (await ask({ lines: 'true' })).body;
    const saved = lines.reduce((sum: number, { amount }: { amount: number }) => sum + amount, 0);
    expect(saved).toBeCloseTo(total.money[0].saved, 4);
    expect(lines.map(({ kind, basis, open }: never) => [kind, basis, open])).toEqual([
      ['off', 'seen', false],
      ['off', 'seen', false],
      ['restart', 'measured', false],
      ['restart', 'measured', false],
      ['off', 'seen', true],
      ['off', 'seen', true],
    ]);
    const documents = await story.ports.audit.page({ document: 'policies/render', limit: 100 });
    const known = new Set(
      [...(await story.audit()), ...documents.records].map(({ chain, number }) => `${chain}/${number}`),
    );
    for (const { records } of lines) {
      expect(records.length).toBeGreaterThan(1);
      for (const id of records) expect(known).toContain(id);
    }
  });

  it('is the same in two spans that meet as in both together, also where one ends at an odd moment', async () => {
    const middle = '2026-03-02T12:40:30Z';
    const parts = [
      await ask({ from: '2026-03-02T12:00:00Z', to: middle }),
      await ask({ from: middle, to: '2026-03-02T13:30:00Z' }),
      await ask({ from: '2026-03-02T13:30:00Z' }),
    ];
    const whole = await ask({ from: '2026-03-02T12:00:00Z' });
    const sum = parts.reduce((hours, { body }) => hours + body.total.nodeHoursOff, 0);
    expect(sum).toBeCloseTo(whole.body.total.nodeHoursOff, 4);
    expect(parts[1]?.body.total.nodeHoursOff).toBeGreaterThan(0.3);
  });

  it('groups by pool and by day', async () => {
    const byPool = (await call(getSavings, story.ports)).body;
    expect(byPool.groups).toEqual([{ account: 'demo', pool: 'render', ...byPool.total }]);
    const perDay = (await ask({ group: 'day' })).body;
    expect(perDay.groups).toEqual([{ day: '2026-03-02', ...perDay.total }]);
    const auckland = (await ask({ group: 'day', timeZone: 'Pacific/Auckland' })).body.groups;
    expect(auckland.at(-1).day).toBe('2026-03-03');
    expect((await ask({ group: 'day', timeZone: 'pool' })).body.groups).toEqual(perDay.groups);
    expect((await ask({ group: 'day', timeZone: 'Mars' })).status).toBe(400);
    expect(perDay.warnings).toBeUndefined();
    const unused = (await ask({ group: 'pool', timeZone: 'Pacific/Auckland' })).body.warnings;
    expect(unused).toEqual([{ path: '$.timeZone', message: expect.stringContaining('group=day') }]);
  });

  it('ends with the present, also where the span does not', async () => {
    const { body } = await ask({ to: '2030-01-01' });
    expect(body.to).toBe((await story.system.now()).toString());
  });

  it('is what the description of the API says, with and without lines', async () => {
    for (const query of [{}, { lines: 'true' }, { group: 'day' }]) {
      const { body } = await ask(query);
      expect(schemaOf(SAVINGS[0]).parse(body)).toEqual(body);
    }
    for (const operation of [...SAVINGS, ...TIMELINE, ...ACCOUNTS]) {
      const { example } = contentOf(operation);
      expect(schemaOf(operation).parse(example), operation.name).toEqual(example);
    }
  });

  it('goes with a timeline of what was on and the capacity requested', async () => {
    const { status, body } = await call(getPoolTimeline, story.ports, {
      params: { account: 'demo', pool: 'render' },
      query: { from: '2026-03-02T12:04:00Z', to: '2026-03-02T15:00:00Z' },
    });
    expect(status).toBe(200);
    expect(schemaOf(TIMELINE[0]).parse(body)).toEqual(body);
    expect(body.on.map(({ nodes }: { nodes: number }) => nodes)).toEqual([2, 0, 2, 0]);
    expect(body.knownFrom).toBe('2026-03-02T12:05:00Z');
    expect(body.requested).toEqual([
      { at: '2026-03-02T12:04:00Z', min: 0, max: 0, because: ['outside the windows of hours'] },
      { at: '2026-03-02T13:00:00Z', min: 2, max: null, because: ['window "meeting" of hours'] },
      { at: '2026-03-02T14:00:00Z', min: 0, max: 0, because: ['outside the windows of hours'] },
    ]);
    expect(body).toMatchObject({ now: (await story.system.now()).toString(), nodes: 2 });
  });
});

describe('GET timeline of a pool that is new', () => {
  function timeline() {
    const query = { from: '2026-02-25T00:00:00Z', to: '2026-03-03T00:00:00Z' };
    return call(getPoolTimeline, story.ports, { params: { account: 'demo', pool: 'render' }, query });
  }

  it('knows nothing of the time before the first record, however many nodes are on now', async () => {
    await beginWithTwoNodes({ schedules: [] });
    const [quiet] = [(await timeline()).body];
    expect(quiet.on).toEqual([{ at: quiet.knownFrom, nodes: 2 }]);
    expect(quiet.knownFrom >= '2026-03-02T12:00:00Z').toBe(true);
    await story.policy({ schedules: ['hours'] });
    await story.minutes(10);
    const { body } = await timeline();
    expect(body.on[0].at).toBe(body.knownFrom);
    expect(body.knownFrom >= '2026-03-02T12:00:00Z').toBe(true);
  });
});

describe('GET savings', () => {
  beforeEach(() => beginWithTwoNodes());

  it('counts nothing that somebody else has deallocated', async () => {
    await story.minutes(1);
    await story.begin();
    await story.policy({ price: PRICE });
    const nodes = await story.account.createIdlePool('render', { dedicated: 2 });
    await story.minutes(1);
    for (const { id } of nodes) await story.account.deallocate('render', id);
    await story.minutes(20);
    expect(await hoursDeallocated(await story.system.now())).toBeGreaterThan(0.5);
    expect((await ask()).body.total).toMatchObject({ nodeHoursOff: 0, restarts: 0, money: [] });
  });

  it('counts nothing that a policy only observes', async () => {
    await story.policy({ schedules: ['hours'], price: PRICE, mode: 'observe' });
    await story.minutes(10);
    expect(await story.recorded()).toContain('plan.observed event');
    expect((await ask()).body.total.nodeHoursOff).toBe(0);
  });

  it('counts a restart over midnight on the day on which it begins', async () => {
    const windows = [{ name: 'early', days: ['MON-SUN'], from: '00:00', to: '01:00', capacity: { min: 2 } }];
    await story.schedule({ windows, outside: { min: 0, max: 0 } });
    await story.policy({ schedules: ['hours'], price: PRICE, lead: { initial: 'PT1M' } });
    await story.minutes(3);
    await story.account.advance('PT11H50M');
    await story.minutes(10);
    const { total, groups } = (await ask({ group: 'day' })).body;
    expect(total.restarts).toBe(2);
    expect(groups.map(({ day, restarts }: never) => [day, restarts])).toEqual([
      ['2026-03-02', 2],
      ['2026-03-03', 0],
    ]);
    expect(groups[1].restartNodeHours).toBeGreaterThan(0);
  });

  it('has hours and no money where the policy has no price', async () => {
    await story.policy({ schedules: ['hours'], price: undefined });
    await story.minutes(12);
    const { total } = (await ask()).body;
    expect(total.nodeHoursOff).toBeGreaterThan(0.2);
    expect(total).toMatchObject({ unpricedNodeHours: total.nodeHoursOff, money: [] });
  });

  it('has the prices of the public list where the policy has none', async () => {
    await story.policy({ schedules: ['hours'], price: undefined });
    await story.minutes(10);
    const listed = { nodeHour: 0.2, deallocatedNodeHour: 0, currency: 'USD' };
    const ports = { ...story.ports, retailPrices: { priceOf: async () => listed } };
    const { body } = await call(getSavings, ports, { query: { account: RENDER.account, pool: RENDER.poolId } });
    const { total } = body;
    expect(total.unpricedNodeHours).toBe(0);
    expect(total.money.map(({ currency }: { currency: string }) => currency)).toEqual(['USD']);
  });

  it('takes the price that held at the time', async () => {
    await story.minutes(10);
    await story.policy({ schedules: ['hours'], price: { ...PRICE, nodeHour: 1, currency: 'USD' } });
    await story.minutes(10);
    const { total, lines } = (await ask({ lines: 'true' })).body;
    expect(total.money.map(({ currency }: { currency: string }) => currency)).toEqual(['EUR', 'USD']);
    expect(lines.map(({ price }: { price: { nodeHour: number } }) => price.nodeHour)).toEqual([0.5, 0.5, 1, 1]);
    expect(lines[2].records.at(-1)).toMatch(/^d\.2026-03\/\d+$/);
  });

  it('knows of nodes that went off before the span began, without a record in it', async () => {
    await story.minutes(30);
    const { body } = await ask({ from: '2026-03-02T12:20:00Z', lines: 'true' });
    expect(body.total.nodeHoursOff).toBeCloseTo(2 * (14 / 60), 5);
    expect(body.lines[0].records.length).toBe(2);
  });

  it('counts a node that this app has removed from the pool up to the request', async () => {
    await story.minutes(30);
    await story.schedule({ windows: [], outside: { min: 0, max: 0 } });
    const keepOne = { atMost: 1, beyond: 'remove', poolAtLeast: 1 };
    await story.policy({ schedules: ['hours'], price: PRICE, deallocated: keepOne });
    await story.minutes(3);
    expect(await story.recorded()).toContain('node.removed event');
    const removed = (await story.audit()).find(({ action, phase }) => action === 'remove' && phase === 'intent');
    const { uncounted, lines } = (await ask({ lines: 'true' })).body;
    expect(uncounted).toEqual([]);
    const its = lines.filter(({ node }: { node: string }) => node === removed?.subject.node);
    expect(its.at(0)).toMatchObject({ kind: 'off', from: '2026-03-02T12:06:00Z' });
    expect(its.at(-1)).toMatchObject({ kind: 'off', to: removed?.at.toString(), open: false });
  });

  it('counts a node no longer than until somebody else started it, however late that is noticed', async () => {
    await story.minutes(10);
    const [node] = await story.account.nodes('render');
    await story.account.call('POST', `/pools/render/nodes/${node?.id}/start`);
    await story.account.advance('PT8H');
    await story.minutes(1);
    expect(await story.recorded()).toContain('node.manual-start event');
    const off = (await ask({ lines: 'true' })).body.lines.find(
      (line: { node: string; kind: string }) => line.node === node?.id && line.kind === 'off',
    );
    expect(off.hours).toBeLessThan(0.3);
  });

  it('counts no time in one span that a later record refutes in another', async () => {
    await story.minutes(10);
    const [node] = await story.account.nodes('render');
    await story.account.advance('PT8H');
    const about = {
      actor: 'test',
      correlation: 'c',
      reason: '',
      subject: { account: 'demo', pool: 'render', node: node?.id },
    };
    await story.ports.audit.append([
      { at: await story.system.now(), action: 'node.manual-deallocate', phase: 'event', ...about },
    ]);
    const [early, all] = [await ask({ to: '2026-03-02T13:00:00Z', lines: 'true' }), await ask({ lines: 'true' })];
    for (const { body } of [early, all]) {
      expect(body.lines.map((line: { node: string }) => line.node)).not.toContain(node?.id);
      expect(body.uncounted).toEqual([expect.objectContaining({ node: node?.id })]);
    }
  });

  it('does not count a node on that has left the pool, as nobody knows when', async () => {
    await story.minutes(10);
    const [gone] = await story.account.nodes('render');
    const { status } = await story.account.call('POST', '/pools/render/removenodes', { nodeList: [gone?.id] });
    expect(status).toBe(202);
    await story.account.advance('PT5M');
    const { body } = await ask({ lines: 'true' });
    expect(new Set(body.lines.map(({ node }: { node: string }) => node))).toEqual(
      new Set((await story.account.nodes('render')).map(({ id }) => id)),
    );
    expect(body.uncounted).toEqual([
      expect.objectContaining({ node: gone?.id, reason: expect.stringContaining('not in the pool') }),
    ]);
  });

  it('names the months of the span that are in the archive, of which nothing is counted', async () => {
    expect((await ask()).body).not.toHaveProperty('archived');
    const asked: object[] = [];
    const archivedMonths: typeof story.ports.audit.archivedMonths = async (filter) => {
      asked.push(filter);
      return ['2026-01'];
    };
    const ports = { ...story.ports, audit: { ...story.ports.audit, archivedMonths } };
    const query = { ...{ account: RENDER.account, pool: RENDER.poolId }, from: '2026-01-15T00:00:00Z' };
    expect((await call(getSavings, ports, { query })).body.archived).toEqual(['2026-01']);
    expect(asked).toMatchObject([{ account: 'demo', pool: 'render', from: Temporal.Instant.from(query.from) }]);
  });

  it.each([
    [
      { from: '2026-03-02T13:00:00Z' },
      'from',
      'a moment before 2026-03-02T12:04:00Z is expected, at which the span ends',
    ],
    [{ from: '2025-01-01' }, 'from', 'at most 92 days before the end of the span, which is 2026-03-02T12:04:00Z'],
    [{ group: 'node' }, 'group', '"pool", "day", "schedule" or "owner" is expected'],
    [{ lines: 'yes' }, 'lines', 'true or false is expected'],
    [{ poool: 'render' }, 'poool', 'there is no such parameter'],
  ])('refuses %j', async (query, path, message) => {
    const { status, body } = await ask(query);
    expect(status).toBe(400);
    expect(body.errors).toEqual([{ path, message }]);
  });

  it('asks for the account of a pool, and knows its accounts', async () => {
    const alone = await call(getSavings, story.ports, { query: { pool: 'render' } });
    expect(alone.body.errors).toEqual([{ path: 'account', message: 'the account of the pool is expected too' }]);
    const other = await call(getSavings, story.ports, { query: { account: 'other' } });
    expect([other.status, other.body.code]).toEqual([404, 'AccountNotFound']);
  });
});

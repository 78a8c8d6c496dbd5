import { beforeEach, describe, expect, it } from 'vitest';
import { noticeWindows } from '../../../src/app/outbound/notice-windows.ts';
import { toldNotices } from '../../../src/app/outbound/told-notices.ts';
import { EventFlow, SECRET } from './support/event-flow.ts';

const flow = EventFlow.forEachTest();
beforeEach(async () => {
  await flow.system.account.createPool('render', { dedicated: 4 });
  await flow.system.account.createPool('other', { dedicated: 2 });
  await flow.system.account.advance('PT5M');
});

const CLOSES = '2026-03-02T13:00:00Z';
const CLOSING = 'lamplighter.window.closing';

/** A window on weekdays until one o'clock; it is five past twelve. */
async function scheduled(policy: object = {}, outside: object = { min: 0, max: 0 }): Promise<void> {
  const window = { name: 'weekdays', days: ['MON-FRI'], from: '08:00', to: '13:00', capacity: { min: 3 } };
  await flow.save('schedules', { id: 'hours', timeZone: 'Etc/UTC', windows: [window], outside });
  await flow.save('policies', { id: 'render', pools: ['render'], mode: 'enforce', schedules: ['hours'], ...policy });
}

async function minutesPass(count: number): Promise<void> {
  await flow.system.account.advance(`PT${count}M`);
}

/** The timer fires; gives how many notices it gave. */
async function tick(): Promise<number> {
  const { given, problems } = await noticeWindows(flow.ports);
  expect(problems).toEqual([]);
  return given;
}

/** What a receiver gets of notices, each verified. */
async function received() {
  await flow.run();
  return flow.receiver.verified(SECRET).filter(({ type }) => type === CLOSING);
}

describe('an account without notices', () => {
  it.each([
    ['cannot be read', 'InternalError', 1],
    ['is throttled, which passes', 'ServerBusy', 0],
  ] as const)('is told where it %s', async (_, code, failed) => {
    await scheduled();
    await flow.subscribe({ events: [CLOSING] });
    const fault = { effect: 'refuse', operation: 'Pools_ListPools', code, retryAfter: 60 };
    await flow.system.account.control('POST', 'faults', fault);
    const { given, problems, failures } = await noticeWindows(flow.ports);
    expect({ given, problems: problems.length, failures: failures.length }).toEqual({
      ...{ given: 0, problems: 1, failures: failed },
    });
    expect(problems[0]).toContain(code);
  });
});

describe('a notice', () => {
  it('comes half an hour before nodes are let go, once, with links and what closes', async () => {
    await scheduled();
    await flow.subscribe({ events: [CLOSING] });
    await minutesPass(24);
    expect(await tick()).toBe(0);
    await minutesPass(1);
    expect(await tick()).toBe(1);
    await minutesPass(1);
    expect(await tick()).toBe(0);

    const [record, ...others] = await flow.recorded('window.closing');
    expect(others).toEqual([]);
    expect(JSON.stringify(record)).not.toContain('links');
    const link = (until: string) => ({
      url: expect.stringMatching(/^https:\/\/lamps\.example\/api\/links\/[\w-]{43}$/),
      until,
    });
    expect(await received()).toEqual([
      {
        specversion: '1.0',
        id: `${record?.chain}/${record?.number}`,
        source: '/lamplighter/accounts/demo/pools/render',
        type: CLOSING,
        time: '2026-03-02T12:30:00Z',
        datacontenttype: 'application/json',
        data: {
          reason: `window "weekdays" of hours closes at ${CLOSES}: at most 0 nodes may be allocated then, 4 are now`,
          actor: 'timer:notice-windows',
          correlation: record?.correlation,
          account: 'demo',
          pool: 'render',
          closesAt: CLOSES,
          windows: ['window "weekdays" of hours'],
          capacity: { before: { min: 3, max: null }, after: { min: 0, max: 0 } },
          allocated: 4,
          again: '2026-03-03T08:00:00Z',
          links: {
            expiresAt: CLOSES,
            skip: link('2026-03-03T08:00:00Z'),
            plusOneHour: link('2026-03-02T14:00:00Z'),
            plusTwoHours: link('2026-03-02T15:00:00Z'),
          },
        },
      },
    ]);
  });

  it('comes as long before as each subscription says, and is the same event', async () => {
    await scheduled();
    await flow.subscribe({ id: 'early', events: ['*'], notice: { before: 'PT50M' } });
    await flow.subscribe({ id: 'late', events: [CLOSING], notice: { before: 'PT10M' } });
    await flow.subscribe({ id: 'elsewhere', filter: { pools: ['other'] }, notice: { before: 'PT50M' } });
    await flow.subscribe({ id: 'off', enabled: false });
    const told: number[] = [];
    for (let minute = 0; minute < 55; minute += 5) {
      told.push(await tick());
      await minutesPass(5);
    }
    expect(told).toEqual([0, 1, 0, 0, 0, 0, 0, 0, 0, 1, 0]);
    const ids = (await received()).map(({ id }) => id);
    expect([ids.length, new Set(ids).size]).toEqual([2, 1]);
    expect(await flow.recorded('window.closing')).toHaveLength(1);
  });

  it('comes once, and is recorded once, also where two timers fire at the same moment', async () => {
    await scheduled();
    await flow.subscribe({ events: [CLOSING] });
    await minutesPass(30);
    const other = flow.compose();
    const reports = await Promise.all([tick(), noticeWindows(other), tick()]);
    expect(reports).toHaveLength(3);
    await tick();
    expect(await received()).toHaveLength(1);
    expect(await flow.recorded('window.closing')).toHaveLength(1);
  });

  it('comes late rather than never', async () => {
    await scheduled();
    await flow.subscribe({ events: [CLOSING] });
    await minutesPass(54);
    expect(await tick()).toBe(1);
    await minutesPass(1);
    expect(await tick()).toBe(0);
  });

  it.each<[string, object, object]>([
    ['the policy only observes', { mode: 'observe' }, { min: 0, max: 0 }],
    ['there is no maximum, so that nobody is cut off', {}, { min: 0 }],
    ['all that is allocated may stay', {}, { min: 0, max: 4 }],
  ])('does not come where %s', async (_, policy, outside) => {
    await scheduled(policy, outside);
    await flow.subscribe({ events: [CLOSING] });
    await minutesPass(30);
    expect(await tick()).toBe(0);
  });

  it('costs nothing where nobody wants it, and two lists of an account where somebody does', async () => {
    await scheduled();
    const asked = async () =>
      (await flow.system.account.journal('request')).flatMap((entry) =>
        entry.kind === 'request' ? [entry.operation] : [],
      );
    const before = (await asked()).length;
    await flow.subscribe({ events: ['lamplighter.gate.failed'] });
    await tick();
    expect((await asked()).slice(before)).toEqual([]);
    await flow.subscribe({ id: 'notices', events: [CLOSING], notice: { before: 'PT2H' } });
    expect(await tick()).toBe(1);
    expect((await asked()).slice(before).toSorted()).toEqual(['Pools_ListPoolNodeCounts', 'Pools_ListPools']);
  });

  it('is not asked for again by the process that gave it, and not given again by another', async () => {
    await scheduled();
    await flow.subscribe({ events: [CLOSING], notice: { before: 'PT2H' } });
    const { claims } = flow.ports;
    let reads = 0;
    const get: typeof claims.get = (...about) => {
      reads += 1;
      return claims.get(...about);
    };
    const counted = { ...flow.ports, claims: { ...claims, get } };
    expect((await noticeWindows(counted)).given).toBe(1);
    reads = 0;
    for (let minute = 0; minute < 3; minute += 1) {
      await minutesPass(1);
      expect((await noticeWindows(counted)).given).toBe(0);
    }
    expect(reads).toBe(0);
    expect((await noticeWindows({ ...counted, toldNotices: toldNotices() })).given).toBe(0);
    expect(reads).toBe(2);
  });

  it('says why it has no links where the app does not know its own address', async () => {
    await scheduled();
    await flow.subscribe({ events: [CLOSING] });
    await minutesPass(30);
    await tick();
    flow.ports = { ...flow.ports, settings: { ...flow.ports.settings, url: undefined } };
    const [event] = await received();
    expect(event.data).toMatchObject({ links: null, linksMissing: 'the setting LAMPLIGHTER_URL says no address' });
  });

  it('has links of its own with every attempt, of which nothing is kept but hashes', async () => {
    await scheduled();
    await flow.subscribe({ events: [CLOSING] });
    await minutesPass(30);
    await tick();
    flow.receiver.answers.push(500);
    await flow.run();
    await flow.again(await flow.delivery());
    const urls = flow.receiver
      .verified(SECRET)
      .flatMap(({ data }) => [data.links.skip.url, data.links.plusOneHour.url, data.links.plusTwoHours.url]);
    expect(new Set(urls).size).toBe(6);
    const kept: string[] = [];
    for (const table of ['Deliveries', 'Claims', 'Audit']) {
      for await (const entity of flow.system.storage.table(table).listEntities()) kept.push(JSON.stringify(entity));
    }
    for (const url of urls) expect(kept.join()).not.toContain(String(url).split('/').at(-1));
  });
});

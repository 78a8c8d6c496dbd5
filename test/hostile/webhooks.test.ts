import { Temporal } from 'temporal-polyfill';
import { describe, expect, it } from 'vitest';
import { MOST_EVENTS, receiveEvents } from '../../src/app/webhooks/receive-events.ts';
import { countRefusals, EVENTS_AN_HOUR, IGNORED_AN_HOUR } from '../../src/app/webhooks/refusals.ts';
import type { AuditEntry } from '../../src/core/audit/record.ts';
import { Story } from '../app/support/story.ts';

/** The meter of a process, with what it writes down. */
function aMeter() {
  let now = Temporal.Instant.from('2026-03-02T12:00Z');
  const written: AuditEntry[] = [];
  const clock = { now: () => Promise.resolve(now) };
  const append = (entries: readonly AuditEntry[]) => {
    written.push(...entries);
    return Promise.resolve([]);
  };
  const meter = countRefusals({ audit: { append }, clock, wallClock: clock, newCorrelation: () => 'c' });
  return { meter, written, later: () => (now = now.add({ minutes: 61 })) };
}

async function countTrue(times: number, ask: () => Promise<boolean>): Promise<number> {
  let count = 0;
  for (let index = 0; index < times; index += 1) count += Number(await ask());
  return count;
}

describe('events with a good key', () => {
  it('are worked on up to a number an hour for each source, and the others are counted', async () => {
    const { meter, written, later } = aMeter();
    expect(await countTrue(20_000, () => meter.admits('generic'))).toBe(EVENTS_AN_HOUR);
    expect(await meter.admits('other')).toBe(true);
    expect(written.map(({ reason }) => reason)).toEqual(['TooManyEvents']);
    later();
    expect(await meter.admits('generic')).toBe(true);
    expect(written.at(-1)).toMatchObject({ after: { count: 18_000, reasons: { TooManyEvents: 18_000 } } });
  });

  it('that no rule is for have records up to a number an hour', async () => {
    const { meter, written } = aMeter();
    expect(await countTrue(1000, () => meter.recordsIgnored('generic'))).toBe(IGNORED_AN_HOUR);
    expect(written).toHaveLength(1);
  });
});

it('counts handshakes under one word, whatever their senders call themselves', async () => {
  const { meter, written, later } = aMeter();
  for (let index = 0; index < 1000; index += 1)
    await meter.validated('event-grid', `h${index}.example may send events`);
  expect(written).toHaveLength(10);
  expect(written.at(-1)?.reason).toBe('h9.example may send events');
  later();
  await meter.settle('event-grid');
  expect(written.at(-1)).toMatchObject({ after: { count: 990, reasons: { validated: 990 } } });
});

describe('a request', () => {
  const story = Story.forAllTests();

  it('with more events than it may have is refused before any is looked at', async () => {
    const event = { id: 'a', key: 'a', body: {} };
    const events = Array.from({ length: MOST_EVENTS + 1 }, () => event);
    const receiving = receiveEvents(story.ports, { source: 'generic', events, sha256: 'hash', bytes: 10 });
    await expect(receiving).rejects.toMatchObject({
      code: 'InvalidRequest',
      faults: [{ path: '$', message: '501 events; at most 500 a request' }],
    });
    expect(await story.ports.audit.page({ limit: 10 })).toMatchObject({ records: [] });
  });

  it('beyond the hour of its source is to come again, and works when it may', async () => {
    const event = { id: 'a', key: 'a', body: {} };
    const delivery = { source: 'generic', events: [event], sha256: 'hash', bytes: 10 };
    const closed = { ...story.ports.refusals, admits: () => Promise.resolve(false) };
    const [refused] = await receiveEvents({ ...story.ports, refusals: closed }, delivery);
    expect(refused).toMatchObject({ status: 'failed', again: 'its source has sent too many events in an hour' });
    expect(await receiveEvents(story.ports, delivery)).toMatchObject([{ status: 'ignored', again: undefined }]);
  });
});

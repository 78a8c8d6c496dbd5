import { randomBytes } from 'node:crypto';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Temporal } from 'temporal-polyfill';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { calendarOrigin } from '../../../src/adapters/calendars/calendar-origin.ts';
import { calendarTable } from '../../../src/adapters/tables/calendar-table.ts';
import { type CalendarKeeping, keepCalendars } from '../../../src/app/calendars/keep-calendars.ts';
import { UNGUARDED } from '../../../src/ports/attempts.ts';
import type { Calendars } from '../../../src/ports/calendars.ts';
import { NOON } from '../../support/builders.ts';
import { aCalendar, GERMAN_HOLIDAYS } from '../../support/calendar-text.ts';
import { TestStorage } from '../../support/local-storage.ts';
import { WebServer } from '../../support/web-server.ts';

const OTHER = aCalendar(['DTSTART;VALUE=DATE:20260302', 'SUMMARY:other']);

/** As it is kept: its lines are put together. */
const UNFOLDED = GERMAN_HOLIDAYS.replaceAll('\r\n ', '');

let storage: TestStorage;
let web: WebServer;
let folder: string;
let now: Temporal.Instant;
let said: string;

beforeAll(async () => {
  [storage, web] = await Promise.all([TestStorage.start(), WebServer.start()]);
  folder = mkdtempSync(join(tmpdir(), 'lamplighter-calendars-'));
});
afterAll(async () => {
  await Promise.all([storage.close(), web.close()]);
  rmSync(folder, { recursive: true });
});
beforeEach(() => {
  now = NOON;
  said = web.url().href;
  web.requests.length = 0;
  web.answer = { text: GERMAN_HOLIDAYS };
});
afterEach(async () => {
  await storage.table('Schedules').createTable();
  await storage.clear('Schedules');
});

/** The calendars of a process that has just begun, over the tables that all share. */
function aProcess(folders: readonly string[] = [folder], keeping: Partial<CalendarKeeping> = {}): Calendars {
  return keepCalendars({
    attempts: UNGUARDED,
    origin: calendarOrigin({ hosts: [web.host], folders }),
    copies: calendarTable(storage.tables('Schedules')),
    clock: { now: () => Promise.resolve(now) },
    ...keeping,
  });
}

function later(hours: number, minutes = 0): void {
  now = now.add({ hours, minutes });
}

const HOLIDAYS = { ok: true, text: UNFOLDED, note: undefined };

describe('a calendar at an address', () => {
  it('is asked for every six hours, by all processes together', async () => {
    const [one, two] = [aProcess(), aProcess()];
    expect(await Promise.all([one.read(said), one.read(said), one.read(said)])).toEqual([HOLIDAYS, HOLIDAYS, HOLIDAYS]);
    later(5, 59);
    expect(await two.read(said)).toEqual(HOLIDAYS);
    expect(await one.read(said)).toEqual(HOLIDAYS);
    expect(web.requests).toHaveLength(1);
    web.answer = { text: OTHER };
    later(0, 1);
    expect(await two.read(said)).toMatchObject({ text: OTHER });
    expect(await one.read(said)).toMatchObject({ text: OTHER });
    expect(web.requests).toHaveLength(2);
  });

  it('is read again from its copy where later calendars have filled the cache', async () => {
    const copies = calendarTable(storage.tables('Schedules'));
    const read: string[] = [];
    const get: typeof copies.get = (address) => {
      read.push(new URL(address).search);
      return copies.get(address);
    };
    const mostCached = 2 * UNFOLDED.length + 4000;
    const calendars = aProcess([folder], { copies: { ...copies, get }, mostCached });
    for (const which of ['1', '2', '1', '3', '1', '2'])
      expect(await calendars.read(`${said}?${which}`)).toEqual(HOLIDAYS);
    expect(read).toEqual(['?1', '?2', '?3', '?2']);
    expect(web.requests).toHaveLength(3);
  });

  it('is asked whether it has changed, and stays where it has not', async () => {
    web.answer = { text: GERMAN_HOLIDAYS, headers: { etag: '"7"', 'last-modified': 'Mon, 02 Mar 2026 12:00:00 GMT' } };
    const calendars = aProcess();
    await calendars.read(said);
    expect(web.requests[0]?.headers).not.toHaveProperty('if-none-match');
    web.answer = { status: 304 };
    later(6);
    expect(await calendars.read(said)).toEqual(HOLIDAYS);
    expect(web.requests[1]?.headers).toMatchObject({
      'if-none-match': '"7"',
      'if-modified-since': 'Mon, 02 Mar 2026 12:00:00 GMT',
    });
    expect(await calendars.copies()).toMatchObject([{ address: said, fetchedAt: now, etag: '"7"', fault: undefined }]);
  });

  it.each<readonly [what: string, answer: WebServer['answer'], reason: string]>([
    ['an error', { status: 500 }, 'it answers 500'],
    ['a page to log in', { text: '<html>Log in</html>' }, 'its content cannot be used: it does not begin with'],
    ['half a calendar', { text: OTHER.slice(0, 90) }, 'its content cannot be used: it is not iCalendar'],
    ['nothing new where there was nothing', { status: 404 }, 'it answers 404'],
    [
      'one that cannot be laid out',
      { text: aCalendar(['DTSTART:20260101T000000Z', 'DURATION:PT1S', 'RRULE:FREQ=SECONDLY']) },
      'its content cannot be used: the event "" (UID 0@test, DTSTART 20260101T000000Z): its rules repeat too often',
    ],
    [
      'more than can be kept',
      { text: aCalendar([`ATTACH:${randomBytes(760_000).toString('base64')}`, 'DTSTART;VALUE=DATE:20260302']) },
      'its content is too large to be stored',
    ],
    ['too much', { text: `${GERMAN_HOLIDAYS}${' '.repeat(1024 * 1024)}` }, 'it is larger than 1024 KiB'],
  ])('keeps its last good copy when it gives %s, and says so', async (_, answer, reason) => {
    await aProcess().read(said);
    web.answer = answer;
    later(6);
    const reading = await aProcess().read(said);
    expect(reading).toMatchObject({ ok: true, text: UNFOLDED });
    const note = `the calendar http://${web.host}/holidays.ics is a copy of 2026-03-02T12:00Z, because ${reason}`;
    expect(reading.ok && reading.note).toContain(note);
    web.answer = { text: OTHER };
    later(0, 5);
    expect(await aProcess().read(said)).toEqual({ ok: true, text: OTHER, note: undefined });
  });

  describe('of whose last text an event cannot be read', () => {
    const newer = aCalendar(['DTSTART;VALUE=DATE:20260302', 'RRULE:FREQ=YEARLY;BYMONTH=16']);

    it('keeps its last good copy beside that text, for all processes', async () => {
      await aProcess().read(said);
      web.answer = { text: newer };
      later(6);
      for (const process of [aProcess(), aProcess()]) {
        const reading = await process.read(said);
        expect(reading).toMatchObject({ ok: true, text: UNFOLDED, newer: { text: newer, note: undefined } });
        expect(reading.ok && reading.note).toContain('BYMONTH=16');
      }
      expect(web.requests).toHaveLength(2);
    });

    it('has only that text where there never was a good copy, for all processes', async () => {
      web.answer = { text: newer };
      for (const process of [aProcess(), aProcess()])
        expect(await process.read(said)).toEqual({ ok: true, text: newer, note: undefined });
      expect(web.requests).toHaveLength(1);
    });

    it('keeps that text while it cannot be fetched, and says so', async () => {
      web.answer = { text: newer };
      const calendars = aProcess();
      await calendars.read(said);
      web.answer = { status: 500 };
      later(0, 5);
      const note = `the calendar http://${web.host}/holidays.ics is a copy of 2026-03-02T12:00Z, because it answers 500`;
      for (const process of [calendars, aProcess()])
        expect(await process.read(said)).toEqual({ ok: true, text: newer, note });
    });

    it.each<readonly [what: string, answer: WebServer['answer']]>([
      ['another text', { text: GERMAN_HOLIDAYS }],
      ['the last good one', { status: 304 }],
    ])('forgets that text when the address gives %s', async (_, answer) => {
      web.answer = { text: GERMAN_HOLIDAYS, headers: { etag: '"7"' } };
      await aProcess().read(said);
      web.answer = { text: newer };
      later(6);
      await aProcess().read(said);
      web.answer = answer;
      later(0, 5);
      for (const process of [aProcess(), aProcess()]) expect(await process.read(said)).toEqual(HOLIDAYS);
    });

    it('keeps only the last good copy if both do not fit', async () => {
      const large = (...event: readonly string[]) =>
        aCalendar([`ATTACH:${randomBytes(400_000).toString('base64')}`, 'DTSTART;VALUE=DATE:20260302', ...event]);
      web.answer = { text: large() };
      await aProcess().read(said);
      web.answer = { text: large('RRULE:FREQ=NEVER') };
      later(6);
      const reading = await aProcess().read(said);
      expect(reading).not.toHaveProperty('newer');
      expect(reading.ok && reading.note).toContain('FREQ=NEVER');
    });
  });

  it('is not there without a copy, is tried again after five minutes, or at once for somebody who insists', async () => {
    web.answer = { status: 503 };
    const fault = `the calendar http://${web.host}/holidays.ics could not be fetched: it answers 503`;
    const calendars = aProcess();
    expect(await calendars.read(said)).toEqual({ ok: false, fault });
    web.answer = { text: GERMAN_HOLIDAYS };
    later(0, 4);
    expect(await calendars.read(said)).toEqual({ ok: false, fault });
    expect(await aProcess().read(said)).toEqual({ ok: false, fault });
    expect(web.requests).toHaveLength(1);
    expect(await calendars.read(said, true)).toEqual(HOLIDAYS);
    expect(await calendars.read(said, true)).toEqual(HOLIDAYS);
    expect(web.requests).toHaveLength(2);
  });

  it('is fetched anew after the clock was put back', async () => {
    const calendars = aProcess();
    await calendars.read(said);
    later(-48);
    await calendars.read(said);
    expect(web.requests).toHaveLength(2);
  });

  it('is not fetched from within the network', async () => {
    const reading = await aProcess().read('https://169.254.169.254/holidays.ics');
    expect(reading).toEqual({ ok: false, fault: expect.stringContaining('its host is not in the internet') });
  });
});

describe('a calendar in a file', () => {
  it('is read each time, from the first folder that has it', async () => {
    mkdirSync(join(folder, 'more'), { recursive: true });
    writeFileSync(join(folder, 'a.ics'), GERMAN_HOLIDAYS);
    const calendars = aProcess([join(folder, 'more'), folder]);
    expect(await calendars.read('a.ics')).toEqual(HOLIDAYS);
    writeFileSync(join(folder, 'more', 'a.ics'), OTHER);
    expect(await calendars.read('a.ics')).toMatchObject({ text: OTHER });
    expect(await calendars.read('more/a.ics')).toMatchObject({ text: OTHER });
  });

  it.each<readonly [said: string, content: string | undefined, reason: string]>([
    ['none.ics', undefined, 'the calendar none.ics could not be read: there is no such file'],
    ['none/a.ics', undefined, 'there is no such file'],
    ['half.ics', GERMAN_HOLIDAYS.slice(0, 200), 'the calendar half.ics cannot be used: it is not iCalendar'],
    ['large.ics', 'x'.repeat(1024 * 1024 + 1), 'it is larger than 1024 KiB'],
    ['../a.ics', undefined, 'an https address'],
  ])('%s is none', async (file, content, reason) => {
    if (content !== undefined) writeFileSync(join(folder, file), content);
    expect(await aProcess().read(file)).toEqual({ ok: false, fault: expect.stringContaining(reason) });
  });

  it('needs a folder', async () => {
    expect(await aProcess([]).read('a.ics')).toEqual({
      ok: false,
      fault: expect.stringContaining('LAMPLIGHTER_DOCUMENTS'),
    });
  });
});

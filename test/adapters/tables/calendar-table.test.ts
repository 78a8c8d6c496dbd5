import { randomBytes } from 'node:crypto';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { calendarTable } from '../../../src/adapters/tables/calendar-table.ts';
import { documentTables } from '../../../src/adapters/tables/document-tables.ts';
import type { CalendarCopies, CalendarCopy } from '../../../src/ports/calendars.ts';
import { sha256 } from '../../../src/ports/sha256.ts';
import { onTables } from '../../contract/backend.ts';
import { calendarCopiesContract } from '../../contract/calendar-copies.ts';
import { NOON } from '../../support/builders.ts';
import { TestStorage } from '../../support/local-storage.ts';

let storage: TestStorage;
let copies: CalendarCopies;

beforeAll(async () => {
  storage = await TestStorage.start();
});
afterAll(() => storage.close());
beforeEach(() => {
  copies = calendarTable(storage.tables('Schedules'));
});
afterEach(() => storage.clear('Schedules'));

const COPY: CalendarCopy = {
  address: 'https://calendar.example/a/b.ics?key=1#x',
  text: 'BEGIN:VCALENDAR\r\nSUMMARY:Grüße 🎄\r\nEND:VCALENDAR\r\n',
  fetchedAt: NOON,
  etag: 'W/"1"',
  lastModified: 'Mon, 02 Mar 2026 12:00:00 GMT',
  triedAt: NOON.add({ hours: 1 }),
  fault: 'it answers 404',
};

calendarCopiesContract(onTables(['Schedules'], (table) => calendarTable(table('Schedules'))));

describe('the table of copies', () => {
  it('may be as large as their packed text allows', async () => {
    const text = randomBytes(680_000).toString('base64');
    expect(copies.fits(text)).toBe(true);
    await copies.put({ ...COPY, text });
    expect((await copies.get(COPY.address))?.text).toBe(text);
    expect(copies.fits(randomBytes(1024 * 768).toString('base64'))).toBe(false);
  });

  it.each<readonly [what: string, properties: object]>([
    ['an instant', { triedAt: 'never' }],
    ['a compressed text', { text0: Buffer.from('BEGIN:VCALENDAR') }],
  ])('counts a row without %s as no copy, beside the others, until it is overwritten', async (_, properties) => {
    const [broken, whole] = [
      { ...COPY, fault: undefined },
      { ...COPY, address: 'https://a.example/' },
    ];
    for (const copy of [broken, whole]) await copies.put(copy);
    const rowKey = sha256(broken.address).slice(0, 32);
    await storage.table('Schedules').upsertEntity({ partitionKey: 'calendars', rowKey, ...properties }, 'Merge');
    expect(await copies.get(broken.address)).toBeUndefined();
    expect((await copies.list()).map(({ address }) => address)).toContain(whole.address);
    await copies.put(broken);
    expect(await copies.get(broken.address)).toEqual(broken);
    await storage.table('Schedules').upsertEntity({ partitionKey: 'calendars', rowKey, ...properties }, 'Merge');
    expect(await copies.sweep(NOON.add({ hours: 2 }), new Set())).toBe(2);
  });

  it('are no schedules', async () => {
    await copies.put(COPY);
    expect(await documentTables(storage.tables).list('schedules')).toEqual([]);
  });
});

import { describe, expect, it } from 'vitest';
import type { CalendarCopies, CalendarCopy } from '../../src/ports/calendars.ts';
import { NOON } from '../support/builders.ts';
import { type Backend, onEach } from './backend.ts';

const COPY: CalendarCopy = {
  address: 'https://calendar.example/a/b.ics?key=1#x',
  text: 'BEGIN:VCALENDAR\r\nSUMMARY:Grüße 🎄\r\nEND:VCALENDAR\r\n',
  fetchedAt: NOON,
  etag: 'W/"1"',
  lastModified: 'Mon, 02 Mar 2026 12:00:00 GMT',
  triedAt: NOON.add({ hours: 1 }),
  fault: 'it answers 404',
};
const NEVER: CalendarCopy = {
  address: 'https://calendar.example/never.ics',
  text: undefined,
  fetchedAt: undefined,
  etag: undefined,
  lastModified: undefined,
  triedAt: NOON,
  fault: 'its host is not known',
};

/** What every store of copies of calendars does. */
export function calendarCopiesContract(backend: Backend<CalendarCopies>): void {
  describe('the copies of calendars', () => {
    let copies: CalendarCopies;
    onEach(backend, (port) => {
      copies = port;
    });

    it('come back as they were put, by their address', async () => {
      expect(await copies.get(COPY.address)).toBeUndefined();
      await copies.put(NEVER);
      await copies.put({ ...COPY, text: 'x'.repeat(200_000), fault: undefined });
      await copies.put(COPY);
      expect(await copies.get(COPY.address)).toEqual(COPY);
      expect(await copies.get(NEVER.address)).toEqual(NEVER);
      const newer = { text: 'BEGIN:VCALENDAR 🎄', fetchedAt: NOON };
      await copies.put({ ...NEVER, newer });
      expect(await copies.get(NEVER.address)).toEqual({ ...NEVER, newer });
      await copies.put(NEVER);
      expect(await copies.get(NEVER.address)).toEqual(NEVER);
      const { text: _, ...head } = COPY;
      expect(await copies.list()).toEqual(expect.arrayContaining([head]));
      expect(await copies.list()).toHaveLength(2);
    });

    it('are deleted if they were last tried before an instant, and nobody names their address', async () => {
      const [unused, named, young] = [{ ...NEVER, address: 'https://a.example/' }, NEVER, COPY];
      for (const copy of [unused, named, young]) await copies.put(copy);
      expect(await copies.sweep(NOON.add({ minutes: 1 }), new Set([named.address]))).toBe(1);
      expect((await copies.list()).map(({ address }) => address).toSorted()).toEqual([young.address, named.address]);
      expect(await copies.sweep(NOON.add({ hours: 2 }), new Set())).toBe(2);
    });
  });
}

import { describe, expect, it } from 'vitest';
import { calendarName, calendarSource } from '../../../src/documents/calendars/calendar-source.ts';

describe('calendarSource', () => {
  it.each([
    ['https://calendar.example/holidays.ics', 'address', 'https://calendar.example/holidays.ics'],
    ['http://localhost:8080/a/b/', 'address', 'http://localhost:8080/…/'],
    // the way to a private calendar is its only lock
    [
      'https://calendar.example/ical/me/private-0815/basic.ics?key=1',
      'address',
      'https://calendar.example/…/basic.ics',
    ],
    ['holidays.ics', 'file', 'holidays.ics'],
    ['calendars/Feiertage Köln.ICS', 'file', 'calendars/Feiertage Köln.ICS'],
    ['BEGIN:VCALENDAR\r\nEND:VCALENDAR', 'text', 'its own calendar'],
    ['\uFEFF begin:vcalendar', 'text', 'its own calendar'],
  ])('%j is of the kind %s and is called %s', (said, kind, name) => {
    const source = calendarSource(said);
    expect(source.kind).toBe(kind);
    expect(source.kind === 'fault' || calendarName(source)).toBe(name);
  });

  it.each([
    ['../holidays.ics', 'an https address'],
    ['a/../../holidays.ics', 'an https address'],
    ['/etc/holidays.ics', 'an https address'],
    ['.hidden.ics', 'an https address'],
    ['..ics', 'an https address'],
    [String.raw`a\holidays.ics`, 'an https address'],
    ['local.settings.json', 'an https address'],
    ['', 'an https address'],
    ['file:///etc/holidays.ics', 'an https address'],
    ['https://', 'an https address'],
    ['webcal://calendar.example/holidays.ics', 'webcal is a sign to subscribe'],
    ['https://me:secret@calendar.example/holidays.ics', 'with a name or a password'],
    [`https://calendar.example/${'x'.repeat(2000)}`, 'at most 2000 characters'],
  ])('%j is none', (said, fault) => {
    expect(calendarSource(said)).toEqual({ kind: 'fault', fault: expect.stringContaining(fault) });
  });
});

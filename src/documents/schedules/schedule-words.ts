import { capacityWords, type Words } from '../fields/words.ts';

export const SCHEDULE_WORDS: Words = {
  '': 'Windows in a time zone, with the capacity that pools need in them.',
  $schema: 'The address of this JSON Schema, for editors.',
  id: '1 to 64 letters, digits, hyphens and underscores; as in the address.',
  description: 'For people.',
  timeZone: 'An IANA time zone such as "Europe/Berlin". No fixed offset: it would know no clock changes.',
  windows: 'Spans of wall time that return, or come once. Of those open at one moment the highest priority counts.',
  'windows[]': 'Opens by days, date or cron; half open: it is closed at its end.',
  'windows[].name': 'What reasons call it; no other window of the schedule has this name.',
  'windows[].days': 'The dates on which it opens: one that any of them names is enough.',
  'windows[].days[]':
    'Weekdays (MON, MON-FRI, FRI-MON), the first Monday of a month (MON#1), the last Friday (FRI#L), days of the month (1, 10-15, L for the last).',
  'windows[].date': 'The one date on which it opens. It stands above exceptions and above all windows without a date.',
  'windows[].from':
    'The time of day at which it opens, such as "08:00". One that a clock change leaves out moves past it.',
  'windows[].to':
    'The time of day at which it closes; on the next day if it is not later than from. "24:00" is the end of the day.',
  'windows[].cron':
    'The times at which it opens: a cron expression of five fields, or six with seconds in front; at most 96 times a day.',
  'windows[].duration': 'How long it stays open after each time of its cron expression, such as "PT90M".',
  'windows[].timeZone': 'Its time zone, if it is not that of the schedule.',
  ...capacityWords('windows[].capacity', 'What it asks for while it is open.'),
  'windows[].maintenance':
    'Instead of a capacity: each node that was off is on once for so long, so that it takes the OS upgrade that it has missed.',
  'windows[].priority': 'From -1000 to 1000. Among equals the largest min and the largest max count.',
  ...capacityWords('outside', 'What is asked for where no window is open.'),
  exceptions: 'Days on which something else holds than the windows: holidays, shutdowns.',
  'exceptions[]':
    'One date, or the first and the last of several, whole days in the time zone of the schedule; or the events of a calendar.',
  'exceptions[].name': 'What reasons call it.',
  'exceptions[].date': 'The one date on which it holds.',
  'exceptions[].from': 'The first date on which it holds.',
  'exceptions[].to': 'The last date on which it holds.',
  'exceptions[].calendar':
    'On whose events it holds: an https address, the name of a file, or the text of an iCalendar.',
  'exceptions[].match': 'Only events with this SUMMARY count; * stands for any run of characters.',
  ...capacityWords('exceptions[].capacity', 'What is asked for instead of the windows.'),
  validFrom: 'The first date on which the schedule asks anything at all.',
  validUntil: 'The last date on which the schedule asks anything at all.',
  expect: 'What the schedule must ask for at some moments: checked when it is saved, so that it carries its own tests.',
  'expect[]': 'A moment, and what must be asked for at it.',
  'expect[].at': 'A moment with its offset, such as "2026-12-25T10:00:00+01:00".',
  'expect[].min': 'The min that must be asked for; not compared without it.',
  'expect[].max': 'The max that must be asked for, null for no limit; not compared without it.',
};

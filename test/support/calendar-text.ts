/** The text of a calendar with some events, each as the lines of its properties; lines end as RFC 5545 says. */
export function aCalendar(...events: readonly (readonly string[])[]): string {
  const components = events.flatMap((lines, index) => [
    'BEGIN:VEVENT',
    ...(lines.some((line) => line.startsWith('UID')) ? [] : [`UID:${index}@test`]),
    ...lines,
    'END:VEVENT',
  ]);
  return aCalendarOf(components);
}

/** The text of a calendar with some lines in it. */
export function aCalendarOf(lines: readonly string[]): string {
  return ['BEGIN:VCALENDAR', 'VERSION:2.0', 'PRODID:-//test//EN', ...lines, 'END:VCALENDAR', ''].join('\r\n');
}

/** The public holidays of all of Germany in 2026: fixed ones as yearly rules, the others as the dates that they have. */
export const GERMAN_HOLIDAYS = aCalendar(
  ['SUMMARY:Neujahr', 'DTSTART;VALUE=DATE:20200101', 'RRULE:FREQ=YEARLY', 'TRANSP:TRANSPARENT'],
  ['SUMMARY:Karfreitag', 'DTSTART;VALUE=DATE:20260403', 'DTEND;VALUE=DATE:20260404'],
  ['SUMMARY:Ostermontag', 'DTSTART;VALUE=DATE:20260406', 'DURATION:P1D'],
  ['SUMMARY:Tag der', '  Arbeit', 'DTSTART;VALUE=DATE:20200501', 'RRULE:FREQ=YEARLY'],
  ['SUMMARY:Christi Himmelfahrt', 'DTSTART:20260514'],
  ['SUMMARY:Pfingstmontag', 'DTSTART;VALUE=DATE:20260525', 'DTEND;VALUE=DATE:20260525'],
  ['SUMMARY:Tag der Deutschen Einheit', 'DTSTART;VALUE=DATE:19901003', 'RRULE:FREQ=YEARLY;UNTIL=20991231'],
  [
    'SUMMARY:Weihnachten',
    'DTSTART;VALUE=DATE:20201225',
    'DTEND;VALUE=DATE:20201227',
    'RRULE:FREQ=YEARLY;BYMONTH=12;BYMONTHDAY=25',
  ],
);

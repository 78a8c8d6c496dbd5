// JSON Schema forms of the schedule checks that are code, as far as JSON Schema can express them.

const WEEKDAYS = ['MON', 'TUE', 'WED', 'THU', 'FRI', 'SAT', 'SUN'] as const;
/** In upper or lower case; JSON Schema has no flags. */
const WEEKDAY = `(?:${WEEKDAYS.map(anyCase).join('|')})`;
const MONTH_DAY = '(?:0?[1-9]|[12]\\d|3[01])';

/** A day or a range of days; the code rejects a range of days of the month that runs backwards. */
export const DAYS_FORM = {
  anyOf: [
    { enum: ['MON-FRI', 'SAT-SUN', 'MON-SUN', ...WEEKDAYS, 'MON#1', 'FRI#L', '1', '15', 'L'] },
    { pattern: `^(?:${WEEKDAY}(?:-${WEEKDAY}|#(?:[1-5]|[Ll]))?|${MONTH_DAY}(?:-${MONTH_DAY})?|[Ll])$` },
  ],
};

/** The right number of fields; the code validates their content. */
export const CRON_FORM = { pattern: '^\\s*\\S+(?: +\\S+){4,5}\\s*$', examples: ['0 2 * * *', '0 22 * * MON-FRI'] };

export const PRIORITY_FORM = { type: 'integer', minimum: -1000, maximum: 1000 } as const;

/** Either days, date or cron, with the members that belong to it; and either a capacity or a maintenance. */
export const WINDOW_FORM = {
  allOf: [
    {
      oneOf: [
        only(['days', 'from', 'to'], ['date', 'cron', 'duration']),
        only(['date', 'from', 'to'], ['days', 'cron', 'duration']),
        only(['cron', 'duration'], ['days', 'date', 'from', 'to']),
      ],
    },
    { oneOf: [only(['capacity'], ['maintenance']), only(['maintenance'], ['capacity'])] },
  ],
};

/** Either a date, a first and a last date, or the events of a calendar. */
export const EXCEPTION_FORM = {
  oneOf: [
    only(['date'], ['from', 'to', 'calendar', 'match', 'except']),
    only(['from', 'to'], ['date', 'calendar', 'match', 'except']),
    only(['calendar'], ['date', 'from', 'to', 'fromTime', 'toTime']),
  ],
};

/** An address, a file or a text; the code validates its content. */
export const CALENDAR_FORM = {
  pattern: `^(?:${anyCase('HTTP')}[Ss]?:|\\uFEFF?\\s*${anyCase('BEGIN')}:${anyCase('VCALENDAR')}|[^:]*\\.${anyCase('ICS')}$)`,
  examples: ['https://calendar.example/holidays.ics', 'holidays.ics'],
};

function only(required: readonly string[], without: readonly string[]) {
  const properties = Object.fromEntries([
    ...required.map((name) => [name, true]),
    ...without.map((name) => [name, false]),
  ]);
  return { required, properties };
}

function anyCase(text: string): string {
  return [...text].map((letter) => `[${letter}${letter.toLowerCase()}]`).join('');
}

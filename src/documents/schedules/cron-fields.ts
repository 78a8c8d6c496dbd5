/** A field of a cron expression: its name in messages, its range, and names for its numbers, if it has any. */
interface CronField {
  readonly name: string;
  readonly from: number;
  readonly to: number;
  /** In order, from the first number on. */
  readonly names: readonly string[];
  /** Forms that only this field accepts. */
  readonly special: RegExp | undefined;
  /** The same forms, for messages. */
  readonly alsoAllowed: string;
  /** May a range run past the end, as `FRI-MON` does? */
  readonly wraps: boolean;
}

const NUMBERS = { names: [], special: undefined, alsoAllowed: '', wraps: false };

const SECOND: CronField = { ...NUMBERS, name: 'the second', from: 0, to: 59 };
const MINUTE: CronField = { ...NUMBERS, name: 'the minute', from: 0, to: 59 };
const HOUR: CronField = { ...NUMBERS, name: 'the hour', from: 0, to: 23 };

const FIELDS: readonly CronField[] = [
  MINUTE,
  HOUR,
  {
    ...NUMBERS,
    name: 'the day of the month',
    from: 1,
    to: 31,
    special: /^(?:L|LW|(?:[1-9]|[12]\d|3[01])W)$/,
    alsoAllowed: ', "L" for the last day, "LW" for the last weekday or "15W" for the weekday nearest to the 15th',
  },
  {
    ...NUMBERS,
    name: 'the month',
    from: 1,
    to: 12,
    names: 'JAN FEB MAR APR MAY JUN JUL AUG SEP OCT NOV DEC'.split(' '),
    wraps: true,
  },
  {
    ...NUMBERS,
    name: 'the weekday',
    from: 0,
    to: 7,
    names: 'SUN MON TUE WED THU FRI SAT'.split(' '),
    special: /^(?:[0-7]|SUN|MON|TUE|WED|THU|FRI|SAT)(?:#[1-5L]|L)$/,
    alsoAllowed: ', "MON#1" for the first Monday or "FRI#L" for the last Friday of the month',
    wraps: true,
  },
];

/** A validated cron expression. */
export interface CheckedCron {
  /** For the cron library: a range that runs past the end, such as `FRI-MON`, is a list of numbers. */
  readonly written: string;
  readonly hours: readonly number[];
  readonly minutes: readonly number[];
  readonly seconds: readonly number[];
  /** Does any date ever match? */
  readonly hasDates: boolean;
}

/**
 * Validates a cron expression of five fields, or six with seconds in front.
 * @throws Error that names the wrong field and what it accepts
 */
export function checkCronFields(expression: string): CheckedCron {
  const texts = expression.trim().split(/ +/);
  if (!/^\S+(?: +\S+){4,5}$/.test(expression.trim()))
    throw new Error('a cron expression has five fields, or six with seconds in front');
  const fields = texts.length === 6 ? [SECOND, ...FIELDS] : FIELDS;
  const written = fields.map((field, index) => {
    const where = `field ${index + 1}, ${field.name}`;
    const parts = (texts[index] ?? '').split(',');
    checkAlone(parts, where);
    return parts.map((part) => checkedPart(part.toUpperCase(), field, where)).join(',');
  });
  const [minutes = '', hours = '', ...dates] = written.slice(-FIELDS.length);
  return {
    written: written.join(' '),
    hours: numbersIn(hours, HOUR),
    minutes: numbersIn(minutes, MINUTE),
    seconds: texts.length === 6 ? numbersIn(written[0] ?? '', SECOND) : [0],
    hasDates: hasDates(dates),
  };
}

/** The numbers of a written field, in order. */
function numbersIn(written: string, { from, to }: Pick<CronField, 'from' | 'to'>): readonly number[] {
  const numbers = written.split(',').flatMap((part) => {
    const [range = '', step = '1'] = part.split('/');
    const [first = from, last = first] = /^[*?]$/.test(range) ? [from, to] : range.split('-').map(Number);
    const count = Math.floor((last - first) / Number(step)) + 1;
    return Array.from({ length: count }, (_, index) => first + index * Number(step));
  });
  return [...new Set(numbers)].toSorted((a, b) => a - b);
}

const LONGEST_MONTHS = [31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31];

/** A month has every weekday, and in some year a fifth one of each; but April never has a 31st. */
function hasDates([days = '', months = '', weekdays = '']: readonly string[]): boolean {
  if (!/^[*?]$/.test(weekdays)) return true;
  const longest = Math.max(...numbersIn(months, { from: 1, to: 12 }).map((month) => LONGEST_MONTHS[month - 1] ?? 0));
  // `L` and `LW` are in every month; `31W` is only in a month with a 31st.
  return days.split(',').some((day) => /^[L*?]/.test(day) || Number.parseInt(day, 10) <= longest);
}

/** The library reads `LW`, the last weekday, only if the field has nothing else. */
function checkAlone(parts: readonly string[], where: string): void {
  if (parts.length > 1 && parts.some((part) => part.toUpperCase() === 'LW'))
    throw new Error(`${where}: "LW" stands alone, without a list; the other days take a window of their own`);
}

function checkedPart(part: string, field: CronField, where: string): string {
  if (part === '') throw new Error(`${where}: something is missing beside a comma`);
  if (field.special?.test(part) === true) return part;
  const [, range = '', step] = /^([^/]+)(?:\/(\d{1,4}))?$/.exec(part) ?? [];
  if (range === '') throw new Error(`${where}: ${expected(part, field)}`);
  checkStep(step, field, where);
  return range === '*' || range === '?' ? part : checkedRange({ range, step }, field, where);
}

function checkedRange(
  { range, step }: { readonly range: string; readonly step: string | undefined },
  field: CronField,
  where: string,
): string {
  const suffix = step === undefined ? '' : `/${step}`;
  const [first = '', last, ...others] = range.split('-');
  const [from, to] = [first, last ?? first].map((text) => numberOf(text, field));
  if (others.length > 0 || from === undefined || to === undefined)
    throw new Error(`${where}: ${expected(range, field)}`);
  if (last === undefined) {
    if (step === undefined) return `${from}`;
    throw new Error(`${where}: "${range}/${step}" counts from one number on; write "${from}-${field.to}/${step}"`);
  }
  if (from <= to) return `${from}-${to}${suffix}`;
  return wrapped({ from, to, step }, field, where);
}

function checkStep(step: string | undefined, { from, to }: CronField, where: string): void {
  const most = to - from + 1;
  if (step === undefined || (Number(step) >= 1 && Number(step) <= most)) return;
  throw new Error(`${where}: "/${step}" is no step from 1 to ${most}`);
}

/** On purpose a list of numbers, because a step continues to count past the end. */
function wrapped(
  { from, to, step = '1' }: { readonly from: number; readonly to: number; readonly step: string | undefined },
  field: CronField,
  where: string,
): string {
  // Sunday is 0 and 7.
  const size = field.names.length;
  if (!field.wraps) {
    const split = `"${from}-${field.to},${field.from}-${to}"`;
    throw new Error(`${where}: "${from}-${to}" runs backwards; across the end it is ${split}`);
  }
  const count = ((to - from + size) % size) + 1;
  const numbers = Array.from({ length: count }, (_, index) => index).filter((index) => index % Number(step) === 0);
  return numbers.map((index) => ((from - field.from + index) % size) + field.from).join(',');
}

function numberOf(text: string, { from, to, names }: CronField): number | undefined {
  const place = names.indexOf(text);
  if (place >= 0) return from + place;
  return /^\d{1,2}$/.test(text) && Number(text) >= from && Number(text) <= to ? Number(text) : undefined;
}

function expected(part: string, { from, to, names, alsoAllowed }: CronField): string {
  const named = names.length === 0 ? '' : `, a name such as "${names[1]}"`;
  return `"${part}" is not known here; a number from ${from} to ${to}${named}, a range, "*"${alsoAllowed} is expected`;
}

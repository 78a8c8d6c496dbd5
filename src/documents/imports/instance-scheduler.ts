import * as z from 'zod';
import {
  type Imported,
  type ImportedWindow,
  ImportFault,
  idFrom,
  schedulePolicy,
  timeOfDay,
  timeZoneNamed,
  WEEKDAYS,
} from './imported.ts';

/** Sets are lists, or one string with commas. */
const SET = z.union([z.string(), z.number(), z.array(z.union([z.string(), z.number()]))]).optional();

/** https://docs.aws.amazon.com/solutions/latest/instance-scheduler-on-aws/period-reference.html */
const PERIOD = z.looseObject({
  name: z.string().optional(),
  begintime: z.string().optional(),
  endtime: z.string().optional(),
  weekdays: SET,
  monthdays: SET,
  months: SET,
});

/** https://docs.aws.amazon.com/solutions/latest/instance-scheduler-on-aws/schedule-reference.html */
const SCHEDULE = z.looseObject({
  name: z.string().optional(),
  timezone: z.string().optional(),
  enforced: z.union([z.boolean(), z.string()]).optional(),
  periods: z.union([z.string(), z.array(z.union([z.string(), PERIOD]))]),
});

const CONFIGURATION = z.looseObject({
  periods: z.array(PERIOD).default([]),
  schedules: z.array(SCHEDULE).min(1),
});

type Period = z.infer<typeof PERIOD>;
type Schedule = z.infer<typeof SCHEDULE>;

/** The schedule to import, and its pool. */
export interface InstanceSchedulerChoice {
  readonly pool: string;
  /** Optional if there is only one schedule. */
  readonly name?: string | undefined;
}

/**
 * A schedule from the periods and schedules of the AWS Instance Scheduler. The input is the output of `describe-periods` and
 * `describe-schedules` of its command line, as `{ "periods": [...], "schedules": [...] }` in any letter case, or one
 * schedule that contains its periods, as in CloudFormation. All nodes during a period, none otherwise.
 * @throws ImportFault if the value is not such a configuration
 */
export function importInstanceScheduler(value: unknown, { pool, name }: InstanceSchedulerChoice): Imported {
  const { periods, schedules } = configurationOf(value);
  const schedule = chosen(schedules, name);
  const id = idFrom(schedule.name ?? `${pool}-periods`);
  const left: string[] = [];
  // A period may stand in a schedule several times, with different types of instances.
  const found = [...new Set(periodsOf(schedule, periods, left))];
  const windows = found.flatMap((period, index) => windowsOf(period, { index, left }));
  if (windows.length === 0) throw new ImportFault('the schedule has no periods');
  if (schedule.timezone === undefined)
    left.push('The schedule names no time zone and would follow that of the solution; UTC is taken.');
  left.push(...ignoredMembers(schedule));
  const policy = schedulePolicy(pool, [id]);
  return {
    policy: isTrue(schedule.enforced) ? { ...policy, manual: 'revert' } : policy,
    schedules: [{ id, timeZone: timeZoneNamed(schedule.timezone ?? 'UTC'), windows, outside: { max: 0 } }],
    notCarriedOver: left,
  };
}

function configurationOf(value: unknown): z.infer<typeof CONFIGURATION> {
  const lower = lowerCased(value);
  const whole = CONFIGURATION.safeParse(lower);
  if (whole.success) return whole.data;
  const single = z.union([z.looseObject({ properties: SCHEDULE }), SCHEDULE]).safeParse(lower);
  if (!single.success)
    throw new ImportFault(
      'periods and schedules are expected: { "periods": [...], "schedules": [...] }, or one schedule',
    );
  const schedule = single.data;
  return {
    periods: [],
    schedules: ['properties' in schedule ? (schedule.properties as Schedule) : (schedule as Schedule)],
  };
}

/** Converts member names to lower case, as in DynamoDB; CloudFormation and the command line use other cases. */
function lowerCased(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(lowerCased);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([name, member]) => [name.toLowerCase(), lowerCased(member)]));
}

function chosen(schedules: readonly Schedule[], name: string | undefined): Schedule {
  const named = name === undefined ? schedules : schedules.filter((schedule) => schedule.name === name);
  const [only, ...others] = named;
  if (only !== undefined && others.length === 0) return only;
  const names = schedules.map((schedule) => schedule.name ?? '?').join(', ');
  throw new ImportFault(only === undefined ? `there is no schedule '${name}', but ${names}` : `name one of ${names}`);
}

function periodsOf(schedule: Schedule, periods: readonly Period[], left: string[]): readonly Period[] {
  const said = typeof schedule.periods === 'string' ? listed(schedule.periods) : schedule.periods;
  return said.flatMap((one) => {
    if (typeof one !== 'string') return [one];
    const [name, size] = one.split('@');
    if (size !== undefined)
      left.push(`The period ${name} asks for the instance type ${size}: nodes of a pool have one size.`);
    const period = periods.find((candidate) => candidate.name === name);
    if (period === undefined) throw new ImportFault(`the schedule names the period '${name}', which is not there`);
    return [period];
  });
}

/** The window of a period, and one without limits for the part of its days in which a period of one side leaves all as it is. */
function windowsOf(
  period: Period,
  { index, left }: { readonly index: number; readonly left: string[] },
): readonly ImportedWindow[] {
  const name = (period.name ?? `period-${index + 1}`).slice(0, LONGEST_NAME);
  const on = daysOf(period, name, left);
  const span = spanOf(period, name);
  left.push(...unknownMembers(period, name));
  if (period.begintime === undefined && period.endtime !== undefined) {
    left.push(
      `The period ${name} has no beginning: nothing is started by it; on its days, nodes stay as they are until its end.`,
    );
    return [windowOn(on, { name, span, capacity: AS_IT_IS })];
  }
  const window = windowOn(on, { name, span, capacity: ALL_NODES });
  if (period.endtime !== undefined || span.from === 0) return [window];
  left.push(`The period ${name} has no end: on its days, nodes stay as they are until its beginning; then all are on.`);
  const before = { name: `${name}-before`, span: { from: 0, to: span.from }, capacity: AS_IT_IS };
  return [windowOn(on, before), window];
}

/** The longest name of a window, less what is added to it. */
const LONGEST_NAME = 57;

interface PeriodDays {
  readonly weekdays: readonly string[];
  readonly monthdays: readonly string[];
  readonly months: readonly string[];
}

function daysOf(period: Period, name: string, left: string[]): PeriodDays {
  const days = wordsOf(period.weekdays).map((day) => weekdayOf(day, name));
  const dates = wordsOf(period.monthdays).map((day) => dateOf(day, name));
  const months = wordsOf(period.months).map((month) => month.toUpperCase());
  if (days.length > 0 && dates.length > 0)
    left.push(
      `The period ${name} holds on weekdays that are certain days of the month; the window holds on all of these weekdays.`,
    );
  return { weekdays: days, monthdays: days.length > 0 ? [] : dates, months };
}

type TimesOfWindow = Pick<ImportedWindow, 'name' | 'capacity'> & { readonly span: MinuteSpan };

function windowOn(on: PeriodDays, times: TimesOfWindow): ImportedWindow {
  return on.months.length === 0 ? daysWindow(on, times) : cronWindow(on, times);
}

interface MinuteSpan {
  readonly from: number;
  readonly to: number;
}

function spanOf({ begintime = '00:00', endtime = '24:00' }: Period, name: string): MinuteSpan {
  const from = minutesOf(begintime, name);
  const said = minutesOf(endtime, name);
  // The last minute of a day stands for its end: "adjacent periods" of the documentation.
  const to = said === 23 * 60 + 59 ? 24 * 60 : said;
  if (to <= from) throw new ImportFault(`the period '${name}' ends before it begins`);
  return { from, to };
}

const ALL_NODES = { min: '100%' } as const;

/** No node must be on, and none goes off: the state `any` of the Instance Scheduler. */
const AS_IT_IS = { min: 0 } as const;

function daysWindow(
  { weekdays, monthdays }: PeriodDays,
  { name, span: { from, to }, capacity }: TimesOfWindow,
): ImportedWindow {
  const days = [...weekdays, ...monthdays];
  return { name, days: days.length > 0 ? days : ['MON-SUN'], from: timeOfDay(from), to: timeOfDay(to), capacity };
}

/** Only a cron expression can name months. */
function cronWindow(
  { weekdays, monthdays, months }: PeriodDays,
  { name, span: { from, to }, capacity }: TimesOfWindow,
): ImportedWindow {
  if (weekdays.some((day) => day.includes('#')) || monthdays.includes('L'))
    throw new ImportFault(
      `the period '${name}' has both months and days such as MON#1 or L, which one window cannot say`,
    );
  const field = (values: readonly string[]) => (values.length > 0 ? values.join(',') : '*');
  const cron = `${from % 60} ${Math.floor(from / 60)} ${field(monthdays)} ${field(months)} ${field(weekdays)}`;
  return { name, cron, duration: `PT${to - from}M`, capacity };
}

/** What is read of a period, and what is only for people or for DynamoDB. */
const READ_OF_PERIOD = /^(?:name|description|begintime|endtime|weekdays|monthdays|months|type|configured_?in_?stack)$/;

/** A misspelled member would silently make a period of every day, or of the whole day. */
function unknownMembers(period: Period, name: string): readonly string[] {
  return Object.entries(period)
    .filter(([member, value]) => !READ_OF_PERIOD.test(member) && isOn(value))
    .map(([member]) => `The setting ${member} of the period ${name} is not known here.`);
}

/** What is read of a schedule, and what is only for people or for CloudFormation. */
const READ = /^(?:name|description|timezone|enforced|periods|type|configured_?in_?stack|servicetoken|nostackprefix)$/;

/** Settings of a schedule that a policy does not have, by their names without underscores. */
const IGNORED: ReadonlyMap<string, string> = new Map([
  ['hibernate', 'Nodes of Batch cannot hibernate: they are deallocated.'],
  ['overridestatus', 'An override is not part of a schedule: put one on the pool, with an end.'],
  ['retainrunning', 'What was started by hand before a period stays until the next edge, not beyond (retain_running).'],
  [
    'ssmmaintenancewindow',
    'Maintenance windows of Systems Manager are not known here: write a window with maintenance.',
  ],
  ['stopnewinstances', 'Nodes that are added outside of a window are deallocated in any case (stop_new_instances).'],
  ['usemetrics', 'The app writes no CloudWatch metrics (use_metrics).'],
]);

function ignoredMembers(schedule: Schedule): readonly string[] {
  return Object.entries(schedule).flatMap(([member, value]) => {
    const name = member.replaceAll('_', '');
    // A setting that is off loses nothing, but for the one whose opposite applies here.
    const isLost = name === 'stopnewinstances' || isOn(value);
    if (READ.test(member) || !isLost) return [];
    return [IGNORED.get(name) ?? `The setting ${member} is not known here.`];
  });
}

function isOn(value: unknown): boolean {
  return value !== null && !/^(?:false|)$/i.test(String(value));
}

function wordsOf(set: Period['weekdays']): readonly string[] {
  if (set === undefined) return [];
  const words = (Array.isArray(set) ? set.map(String) : [String(set)]).flatMap(listed);
  // Every day or month: what else is listed adds nothing.
  return words.some((word) => word === '*' || word === '?') ? [] : words;
}

function listed(text: string): readonly string[] {
  return text
    .split(',')
    .map((word) => word.trim())
    .filter((word) => word !== '');
}

/** `mon`, `mon-fri`, `0-4` from Monday on, `mon#1`, `fril` for the last Friday. */
function weekdayOf(text: string, period: string): string {
  const [, last] = /^([a-z]{3}|\d)l$/i.exec(text) ?? [];
  const nth = /^([a-z]{3}|\d)#([1-5])$/i.exec(text);
  const range = /^([a-z]{3}|\d)(?:-([a-z]{3}|\d))?$/i.exec(text);
  if (last !== undefined) return `${dayNamed(last, period)}#L`;
  if (nth !== null) return `${dayNamed(nth[1] ?? '', period)}#${nth[2]}`;
  if (range === null) throw new ImportFault(`the period '${period}' has the weekday '${text}', which is not known`);
  const [from, to] = [range[1] ?? '', range[2]].map((day) => (day === undefined ? undefined : dayNamed(day, period)));
  return to === undefined ? (from ?? '') : `${from}-${to}`;
}

function dayNamed(text: string, period: string): string {
  const name = /^\d$/.test(text) ? WEEKDAYS[Number(text)] : text.toUpperCase();
  if (name === undefined || !WEEKDAYS.includes(name))
    throw new ImportFault(`the period '${period}' has the weekday '${text}', which is not known`);
  return name;
}

function dateOf(text: string, period: string): string {
  if (/^l$/i.test(text)) return 'L';
  if (/^\d{1,2}(?:-\d{1,2})?$/.test(text)) return text;
  throw new ImportFault(`the period '${period}' has the day of the month '${text}', which cannot be carried over`);
}

function minutesOf(text: string, period: string): number {
  const [, hours, minutes] = /^(\d{1,2}):(\d\d)$/.exec(text.trim()) ?? [];
  const total = Number(hours) * 60 + Number(minutes);
  if (hours === undefined || Number(minutes) > 59 || total > 24 * 60)
    throw new ImportFault(`the period '${period}' has the time '${text}', which is none`);
  return total;
}

function isTrue(value: boolean | string | undefined): boolean {
  return value === true || String(value).toLowerCase() === 'true';
}

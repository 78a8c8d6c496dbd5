import { describe, expect, it } from 'vitest';
import { importAutoscaleFormula } from '../../../src/documents/imports/autoscale-formula.ts';
import { type Imported, ImportFault } from '../../../src/documents/imports/imported.ts';
import { importInstanceScheduler } from '../../../src/documents/imports/instance-scheduler.ts';
import { importOffHoursTag } from '../../../src/documents/imports/off-hours-tag.ts';
import { requireValid } from '../../../src/documents/imports/require-valid.ts';
import { parsePolicy } from '../../../src/documents/policies/policy-document.ts';
import { parseSchedule } from '../../../src/documents/schedules/schedule-document.ts';

/** Everything that is imported is a valid document. */
function checked(imported: Imported) {
  expect(parsePolicy(imported.policy)).toMatchObject({ ok: true });
  for (const schedule of imported.schedules) expect(parseSchedule(schedule)).toMatchObject({ ok: true });
  expect(imported.policy['schedules']).toEqual(imported.schedules.map(({ id }) => id));
  const [schedule] = imported.schedules;
  if (schedule === undefined) throw new Error('There is no schedule.');
  return { ...imported, schedule };
}

describe('importAutoscaleFormula', () => {
  const of = (formula: string) => checked(importAutoscaleFormula(formula, { pool: 'render', intervalMinutes: 15 }));

  it('makes windows of the time-based sample', () => {
    const { schedule, notCarriedOver } = of(`
      $curTime = time();
      $workHours = $curTime.hour >= 8 && $curTime.hour < 18;
      $isWeekday = $curTime.weekday >= 1 && $curTime.weekday <= 5;
      $isWorkingWeekdayHour = $workHours && $isWeekday;
      $TargetDedicatedNodes = $isWorkingWeekdayHour ? 20:10;
      $NodeDeallocationOption = taskcompletion;`);
    expect(schedule).toMatchObject({
      timeZone: 'UTC',
      windows: [{ days: ['MON-FRI'], from: '08:00', to: '18:00', capacity: { min: 20, max: 20 } }],
      outside: { min: 10, max: 10 },
    });
    expect(notCarriedOver.join()).toContain('time() is UTC');
  });

  it('makes nodes for work and an idle timeout of the task-based sample, with its largest size', () => {
    const { policy, schedule } = of(`
      // Get pending tasks for the past 15 minutes.
      $samples = $ActiveTasks.GetSamplePercent(TimeInterval_Minute * 15);
      $tasks = $samples < 70 ? max(0,$ActiveTasks.GetSample(1)) : max( $ActiveTasks.GetSample(1), avg($ActiveTasks.GetSample(TimeInterval_Minute * 15)));
      $targetVMs = $tasks > 0? $tasks:max(0, $TargetDedicatedNodes/2);
      cappedPoolSize = 20;
      $TargetDedicatedNodes = max(0, min($targetVMs, cappedPoolSize));
      $NodeDeallocationOption = requeue;`);
    expect(policy).toMatchObject({ mode: 'observe', demand: { startOnPending: true }, idle: { timeout: 'PT15M' } });
    expect(schedule.outside).toEqual({ max: 20 });
  });

  it.each([
    [
      'pending tasks',
      `startingNumberOfVMs = 1; maxNumberofVMs = 25;
       pendingTaskSamplePercent = $PendingTasks.GetSamplePercent(180 * TimeInterval_Second);
       pendingTaskSamples = pendingTaskSamplePercent < 70 ? startingNumberOfVMs : avg($PendingTasks.GetSample(180 * TimeInterval_Second));
       $TargetDedicatedNodes=min(maxNumberofVMs, pendingTaskSamples);`,
      { max: 25 },
      'PT15M',
    ],
    [
      'tasks that share nodes',
      `$samples = $ActiveTasks.GetSamplePercent(TimeInterval_Minute * 15);
       $tasks = $samples < 70 ? max(0,$ActiveTasks.GetSample(1)) : max( $ActiveTasks.GetSample(1),avg($ActiveTasks.GetSample(TimeInterval_Minute * 15)));
       $cores = $TargetDedicatedNodes * 4; $extraVMs = (($tasks - $cores) + 3) / 4;
       $targetVMs = ($TargetDedicatedNodes + $extraVMs);
       $TargetDedicatedNodes = max(0,min($targetVMs,3)); $NodeDeallocationOption = taskcompletion;`,
      { max: 3 },
      'PT15M',
    ],
    [
      'an initial size',
      `$TargetDedicatedNodes = {4}; lifespan = time() - time("now"); span = TimeInterval_Minute * 60; startup = TimeInterval_Minute * 10; ratio = 50;
       $TargetDedicatedNodes = (lifespan > startup ? (max($RunningTasks.GetSample(span, ratio), $ActiveTasks.GetSample(span, ratio)) == 0 ? 0 : $TargetDedicatedNodes) : {4});`,
      { max: 4 },
      'PT60M',
    ],
  ])('knows the sample of %s', (_, formula, outside, timeout) => {
    const { policy, schedule } = of(formula);
    expect(schedule.outside).toEqual(outside);
    expect(policy['idle']).toEqual({ timeout });
  });

  it('guesses nothing of another formula', () => {
    expect(() => of('$TargetDedicatedNodes = max(3, $PendingTasks.GetSample(1));')).toThrow(ImportFault);
    expect(() => of('')).toThrow('it does not set $TargetDedicatedNodes');
  });

  const HOURS = `
    $curTime = time();
    $workHours = $curTime.hour >= 8 && $curTime.hour < 18;
    $isWeekday = $curTime.weekday >= 1 && $curTime.weekday <= 5;
    $isWorkingWeekdayHour = $workHours && $isWeekday;
    $TargetDedicatedNodes = $isWorkingWeekdayHour ? 20:10;`;
  const TASKS = `
    $samples = $ActiveTasks.GetSamplePercent(TimeInterval_Minute * 15);
    $tasks = $samples < 70 ? max(0,$ActiveTasks.GetSample(1)) : max( $ActiveTasks.GetSample(1), avg($ActiveTasks.GetSample(TimeInterval_Minute * 15)));
    $targetVMs = $tasks > 0? $tasks:max(0, $TargetDedicatedNodes/2);
    $TargetDedicatedNodes = max(0, min($targetVMs, 20));`;
  it.each<readonly [what: string, sample: string, instead: readonly [said: string, another: string]]>([
    ['the hours of another time zone', HOURS, ['time();', 'time() + 10 * TimeInterval_Hour;']],
    ['weekdays or hours', HOURS, ['$workHours && $isWeekday', '$workHours || $isWeekday']],
    ['the weekdays left out', HOURS, ['$isWorkingWeekdayHour ?', '$workHours ?']],
    ['the other way round', HOURS, ['$isWorkingWeekdayHour ?', '!$isWorkingWeekdayHour ?']],
    ['hours past midnight, which are never', HOURS, ['8 && $curTime.hour < 18', '20 && $curTime.hour < 6']],
    ['a statement more', HOURS, ['20:10;', '20:10; $TargetDedicatedNodes = max($TargetDedicatedNodes, 15);']],
    ['a number that changes', `$n = 5; ${HOURS}`, ['20:10;', '$n:10; $n = 7;']],
    ['a number instead of the hours', HOURS, ['$isWeekday = ', '$workHours = 0; $isWeekday = ']],
    ['a number instead of the tasks', TASKS, ['$targetVMs =', '$tasks = 4; $targetVMs =']],
    ['other tasks', TASKS, ['max(0,$ActiveTasks.GetSample(1))', 'max(0,$RunningTasks.GetSample(1))']],
    ['two tasks a node', TASKS, ['$tasks > 0? $tasks:', '$tasks > 0? $tasks / 2:']],
    ['a least size', TASKS, ['max(0, min(', 'max(5, min(']],
  ])('guesses nothing of a sample with %s', (_, sample, [said, another]) => {
    expect(sample).toContain(said);
    expect(() => of(sample)).not.toThrow();
    expect(() => of(sample.replace(said, another))).toThrow(ImportFault);
  });

  it('knows a sample by other names and numbers, also of variables', () => {
    const { schedule } = of(`
      $now = time(); $big = 12; small = 2;
      day = $now.hour >= 6 && $now.hour < 24;
      $TargetDedicatedNodes = day ? $big : small;
      $TargetLowPriorityNodes = 3;`);
    expect(schedule).toMatchObject({
      windows: [{ days: ['MON-SUN'], from: '06:00', to: '24:00', capacity: { min: 12, max: 12 } }],
      outside: { min: 2, max: 2 },
    });
  });

  it.each([
    ['$NodeDeallocationOption = retaineddata;', '$NodeDeallocationOption = retaineddata: '],
    ['', '$NodeDeallocationOption = requeue, by default: '],
  ])('says what becomes of running tasks: %s', (statement, note) => {
    expect(of(`${HOURS} ${statement}`).notCarriedOver.join()).toContain(note);
  });
});

describe('importInstanceScheduler', () => {
  const of = (value: unknown, name?: string) => checked(importInstanceScheduler(value, { pool: 'render', name }));

  it('makes a window of each period', () => {
    const { schedule, policy, notCarriedOver } = of({
      Periods: [
        { Name: 'office', Begintime: '9:00', Endtime: '17:30', Weekdays: ['mon-fri'] },
        { Name: 'first-monday', Begintime: '00:00', Endtime: '23:59', Weekdays: 'mon#1,fril' },
        { Name: 'winter', Begintime: '06:00', Endtime: '08:00', Months: ['nov-feb'], Weekdays: ['0-4'] },
        { Name: 'month-end', Monthdays: ['L', '1-3'] },
      ],
      Schedules: [
        {
          Name: 'eu office',
          Timezone: 'Europe/Berlin',
          Enforced: true,
          Hibernate: true,
          Periods: ['office', 'first-monday@m5.large', 'winter', 'month-end'],
        },
      ],
    });
    expect(schedule).toMatchObject({ id: 'eu-office', timeZone: 'Europe/Berlin', outside: { max: 0 } });
    expect(schedule.windows).toEqual([
      { name: 'office', days: ['MON-FRI'], from: '09:00', to: '17:30', capacity: { min: '100%' } },
      { name: 'first-monday', days: ['MON#1', 'FRI#L'], from: '00:00', to: '24:00', capacity: { min: '100%' } },
      { name: 'winter', cron: '0 6 * NOV-FEB MON-FRI', duration: 'PT120M', capacity: { min: '100%' } },
      { name: 'month-end', days: ['L', '1-3'], from: '00:00', to: '24:00', capacity: { min: '100%' } },
    ]);
    expect(policy['manual']).toBe('revert');
    expect(notCarriedOver).toHaveLength(2);
  });

  it('reads a schedule of CloudFormation, which has its periods in it', () => {
    const { schedule, notCarriedOver } = of({
      Type: 'Custom::ServiceInstanceSchedule',
      Properties: { Timezone: 'America/New_York', Periods: [{ BeginTime: '8:00', WeekDays: 'Mon-Fri' }] },
    });
    expect(schedule.windows).toMatchObject([
      { days: ['MON-FRI'], from: '00:00', to: '08:00', capacity: { min: 0 } },
      { days: ['MON-FRI'], from: '08:00', to: '24:00', capacity: { min: '100%' } },
    ]);
    expect(notCarriedOver.join()).toContain('has no end');
  });

  // "If you specify a begintime of 9 AM with no endtime and a weekdays value of Monday through Friday, the instance will be
  // stopped at 11:59 PM on Friday"; "if you only specify a stop time, the instance must be started manually" (period reference).
  it('lets nodes stay as they are where a period has one side only', () => {
    const { schedule } = of({
      periods: [
        { name: 'up', begintime: '09:00', weekdays: 'mon-fri', months: 'jan' },
        { name: 'down', endtime: '18:30', weekdays: 'sat' },
        { name: 'from-midnight', begintime: '00:00', weekdays: 'sun' },
      ],
      schedules: [{ name: 'week', timezone: 'UTC', periods: ['up', 'down', 'from-midnight'] }],
    });
    expect(schedule.windows).toEqual([
      { name: 'up-before', cron: '0 0 * JAN MON-FRI', duration: 'PT540M', capacity: { min: 0 } },
      { name: 'up', cron: '0 9 * JAN MON-FRI', duration: 'PT900M', capacity: { min: '100%' } },
      { name: 'down', days: ['SAT'], from: '00:00', to: '18:30', capacity: { min: 0 } },
      { name: 'from-midnight', days: ['SUN'], from: '00:00', to: '24:00', capacity: { min: '100%' } },
    ]);
  });

  it('holds on every day that is listed as *, whatever else is', () => {
    const { schedule } = of({ name: 'a', timezone: 'UTC', periods: [{ weekdays: ['mon', '*'], months: '*,jan' }] });
    expect(schedule.windows).toMatchObject([{ days: ['MON-SUN'] }]);
  });

  it('tells a setting of a period that it does not know', () => {
    const period = { name: 'office', begintime: '9:00', endtime: '17:00', weekday: 'mon-fri', description: 'x' };
    expect(of({ name: 'a', timezone: 'UTC', periods: [period] }).notCarriedOver).toEqual([
      'The setting weekday of the period office is not known here.',
    ]);
  });

  it.each([
    [{}, 'periods and schedules are expected'],
    [{ schedules: [{ name: 'a', periods: ['x'] }] }, "the period 'x', which is not there"],
    [{ schedules: [{ name: 'a', periods: [{ begintime: '17:00', endtime: '9:00' }] }] }, 'ends before it begins'],
    [{ schedules: [{ name: 'a', periods: [{ weekdays: 'someday' }] }] }, "the weekday 'someday'"],
    [{ schedules: [{ name: 'a', timezone: 'Mars', periods: [{ weekdays: 'mon' }] }] }, "the time zone 'Mars'"],
    [
      {
        schedules: [
          { name: 'a', periods: [] },
          { name: 'b', periods: [] },
        ],
      },
      'name one of a, b',
    ],
  ])('refuses %j', (value, message) => {
    expect(() => of(value)).toThrow(message);
  });
});

describe('what is imported', () => {
  const aws = (schedule: object, ...periods: readonly object[]) =>
    requireValid(
      importInstanceScheduler(
        { schedules: [{ name: 's', timezone: 'UTC', ...schedule }], periods },
        { pool: '_render' },
      ),
    );

  it('can be saved for a pool and a schedule whose names are no ids', () => {
    const { policy, schedules } = aws({ name: ' office', periods: ['a'] }, { name: 'a' });
    expect(policy).toMatchObject({ id: 'render', pools: ['_render'], schedules: ['office'] });
    expect(schedules).toMatchObject([{ id: 'office' }]);
    expect(() => requireValid(importOffHoursTag('on', '-'))).not.toThrow();
    const { policy: ofFormula } = importAutoscaleFormula(
      '$t = time(); $h = $t.hour >= 8 && $t.hour < 18; $TargetDedicatedNodes = $h ? 2 : 1;',
      { pool: '__', intervalMinutes: 15 },
    );
    expect(ofFormula).toMatchObject({ id: 'imported', pools: ['__'] });
  });

  it('has a period once that stands in the schedule with two types of instances', () => {
    const { schedules, notCarriedOver } = aws({ periods: ['a@t2.micro', 'a@m5.large'] }, { name: 'a' });
    expect(schedules[0]?.windows).toHaveLength(1);
    expect(notCarriedOver).toHaveLength(2);
  });

  it.each([
    ['a month', { months: 'January' }, '$.windows[0].cron: field 4, the month: "JANUARY" is not known here'],
    ['a day of the month', { monthdays: '32' }, '$.windows[0].days[0]: '],
    ['more days than a window has', { monthdays: Array.from({ length: 15 }, (_, day) => day + 1) }, 'at most 14 days'],
  ])('is refused with %s that a schedule cannot have', (_, period, message) => {
    expect(() => aws({ periods: ['a'] }, { name: 'a', ...period })).toThrow(ImportFault);
    expect(() => aws({ periods: ['a'] }, { name: 'a', ...period })).toThrow(message);
  });

  it('loses nothing where a setting is off, and every other setting not without a word', () => {
    const off = { hibernate: false, use_metrics: 'false', enforced: false, override_status: null };
    expect(aws({ ...off, periods: ['a'] }, { name: 'a' }).notCarriedOver).toEqual([]);
    const on = { StopNewInstances: false, UseMaintenanceWindow: true, SomethingNew: 7 };
    expect(aws({ ...on, periods: ['a'] }, { name: 'a' }).notCarriedOver).toEqual([
      expect.stringContaining('(stop_new_instances)'),
      'The setting usemaintenancewindow is not known here.',
      'The setting somethingnew is not known here.',
    ]);
  });
});

describe('importOffHoursTag', () => {
  const of = (tag: string) => checked(importOffHoursTag(tag, 'render'));

  it('makes windows from each on to the next off', () => {
    const { schedule } = of('off=(M-F,19);on=(M-F,7);tz=pt');
    expect(schedule).toMatchObject({ timeZone: 'America/Los_Angeles', outside: { max: 0 } });
    expect(schedule.windows).toEqual([
      {
        name: 'on-0700-1900',
        days: ['MON', 'TUE', 'WED', 'THU', 'FRI'],
        from: '07:00',
        to: '19:00',
        capacity: { min: '100%' },
      },
    ]);
  });

  it('goes on over midnight and over days', () => {
    const { schedule } = of('on=[(M,22),(F,8)];off=[(T,2),(U,12)];tz=Europe/Berlin');
    expect(schedule.windows.map((window) => ('days' in window ? [window.days, window.from, window.to] : []))).toEqual([
      [['MON'], '22:00', '24:00'],
      [['TUE'], '00:00', '02:00'],
      [['FRI'], '08:00', '24:00'],
      [['SAT'], '00:00', '24:00'],
      [['SUN'], '00:00', '12:00'],
    ]);
  });

  it('goes on over the end of the week', () => {
    const { schedule } = of('on=(U,23);off=(M,1);tz=utc');
    expect(schedule.windows.map((window) => ('days' in window ? [window.days, window.from, window.to] : []))).toEqual([
      [['MON'], '00:00', '01:00'],
      [['SUN'], '23:00', '24:00'],
    ]);
  });

  it('takes the defaults of the tool where the tag says nothing, and says so', () => {
    const { schedule, notCarriedOver } = of('on');
    expect(schedule.timeZone).toBe('America/New_York');
    expect(notCarriedOver.filter((sentence) => sentence.includes('default'))).toHaveLength(3);
  });

  it('switches on once where the tag says it twice', () => {
    expect(of('on=[(M-F,7),(M,7)];off=(M-F,19);tz=utc').schedule).toEqual(
      of('on=(M-F,7);off=(M-F,19);tz=utc').schedule,
    );
  });

  it.each([
    ...['off', 'off=(M-F,25)', 'on=(X,7)', 'up=(M,7)', 'on=7', 'tz=nowhere'],
    ...['on=(M-F,7);off=(F,7)', 'on=(M-F,7)x', 'on=(M-F,7),foo', 'on=(M-F,7)=x'],
  ])('refuses %s', (tag) => {
    expect(() => of(tag)).toThrow(ImportFault);
  });
});

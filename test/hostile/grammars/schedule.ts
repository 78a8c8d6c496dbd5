import fc from 'fast-check';
import { filled, LONGEST } from '../support/filled.ts';
import { calendar } from './calendar.ts';
import { cron } from './cron.ts';

const odd = (): fc.Arbitrary<unknown> =>
  fc.oneof(
    fc.constantFrom<unknown>(
      null,
      -1,
      1e300,
      '',
      '24:00',
      '25:00',
      'P9999999D',
      'PT0S',
      '2026-02-30',
      '9999-12-31',
      [],
      {},
    ),
    fc.string({ maxLength: 10 }),
  );

/** What a member is: sound, or now and then not. */
type Member = (good: fc.Arbitrary<unknown>) => fc.Arbitrary<unknown>;

const sound: Member = (good) => good;
const mostlySound: Member = (good) => fc.oneof({ weight: 9, arbitrary: good }, { weight: 1, arbitrary: odd() });

const clock = () =>
  fc.tuple(fc.nat(23), fc.nat(59)).map((two) => two.map((one) => String(one).padStart(2, '0')).join(':'));
const date = () =>
  fc
    .tuple(fc.constantFrom(1900, 2026, 2199), fc.integer({ min: 1, max: 12 }), fc.integer({ min: 1, max: 28 }))
    .map(([year, ...rest]) => [year, ...rest.map((one) => String(one).padStart(2, '0'))].join('-'));
const capacity = (of: Member) => fc.record({ min: of(fc.constantFrom<unknown>(0, 3, '50%', '100%')) });
const daily = (of: Member) =>
  fc.record({
    days: of(fc.constantFrom<unknown>(['MON-FRI'], ['MON-SUN'], ['MON#1', 'FRI#L'], ['1', '10-15', 'L'])),
    from: of(clock()),
    to: of(clock()),
    capacity: capacity(of),
  });
const byCron = (of: Member) =>
  fc.record({
    cron: of(fc.oneof(fc.constantFrom('*/15 * * * *', '0 * * * *', '0 2 * * *', '7-59/15 * * * *'), cron())),
    duration: of(fc.constantFrom('PT1M', 'PT14M', 'PT90M', 'P7D')),
    capacity: capacity(of),
  });

/** As much as the limits of a schedule leave room for: 100 windows, 400 exceptions, in 64 KiB. */
const scheduleOf = (of: Member) =>
  fc.record({
    id: fc.constant('s'),
    timeZone: of(fc.constantFrom('Etc/UTC', 'Europe/Berlin', 'Pacific/Apia', 'America/St_Johns')),
    windows: of(
      filled(fc.oneof(daily(of), byCron(of)), of === sound ? 12_000 : LONGEST).map((windows) =>
        windows.map((one, index) => ({ name: `w${index}`, ...one })),
      ),
    ),
    exceptions: of(
      fc.oneof(
        filled(fc.record({ date: of(date()), capacity: capacity(of) }), 16_000),
        filled(fc.record({ calendar: calendar(12_000), capacity: capacity(of) }), 48_000),
      ),
    ),
    expect: of(fc.array(fc.record({ at: of(date().map((day) => `${day}T12:00:00Z`)) }), { maxLength: 100 })),
    validFrom: of(date()),
  });

/** Schedules that are sound but for their calendars and cron expressions, and such that are not quite. */
export const schedule = () => fc.oneof(scheduleOf(sound), scheduleOf(mostlySound));

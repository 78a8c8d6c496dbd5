import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { checkPoolText } from '../../src/app/pool-check/check-pool-text.ts';
import { cronTimes, timesADay } from '../../src/documents/schedules/cron.ts';
import { parseSchedule } from '../../src/documents/schedules/schedule-document.ts';
import { fuzzing } from './support/fuzzing.ts';

const part = () =>
  fc.oneof(
    fc.constantFrom(
      '*',
      '*/15',
      '0',
      '59',
      '60',
      '1-5',
      '5-1',
      '1,2,3',
      '*/0',
      'MON',
      'SUN-SAT',
      'L',
      '#2',
      '?',
      '-',
      '',
    ),
    fc.integer({ min: -1, max: 100 }).map(String),
    fc.string({ maxLength: 8 }),
  );
const sound = () => fc.constantFrom('*', '*/15', '1', '1-5', '1,2,3', '5/2');
const cron = () =>
  fc
    .oneof(
      fc.array(sound(), { minLength: 5, maxLength: 5 }),
      fc.tuple(sound(), sound(), part(), sound(), part()),
      fc.array(part(), { minLength: 3, maxLength: 7 }),
    )
    .map((parts) => parts.join(' '));

describe('any cron expression', () => {
  it('is read, or refused with a reason', () => {
    let read = 0;
    fc.assert(
      fc.property(cron(), (text) => {
        const times = outcomeOf(() => cronTimes(text));
        if (times === undefined) return;
        read += 1;
        expect(timesADay(text)).toBeLessThanOrEqual(1440);
      }),
      fuzzing(2000),
    );
    expect(read).toBeGreaterThan(20);
  });
});

/** `undefined` where it is refused with words. */
function outcomeOf<Value>(make: () => Value): Value | undefined {
  try {
    return make();
  } catch (error) {
    expect(error).toBeInstanceOf(Error);
    expect((error as Error).message.length).toBeGreaterThan(5);
    return undefined;
  }
}

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
const or = <Value>(good: fc.Arbitrary<Value>): fc.Arbitrary<unknown> =>
  fc.oneof({ weight: 9, arbitrary: good }, { weight: 1, arbitrary: odd() });
const clock = () =>
  fc.tuple(fc.nat(23), fc.nat(59)).map((two) => two.map((one) => String(one).padStart(2, '0')).join(':'));
const date = () =>
  fc
    .tuple(fc.constantFrom(1900, 2026, 2199), fc.integer({ min: 1, max: 12 }), fc.integer({ min: 1, max: 28 }))
    .map(([year, ...rest]) => [year, ...rest.map((one) => String(one).padStart(2, '0'))].join('-'));
const capacity = () => fc.record({ min: or(fc.constantFrom<unknown>(0, 3, '50%', '100%')) });
const daily = (index: number) =>
  fc.record({
    name: fc.constant(`w${index}`),
    days: or(fc.constantFrom<unknown>(['MON-FRI'], ['MON-SUN'], ['MON#1', 'FRI#L'], [])),
    from: or(clock()),
    to: or(clock()),
    capacity: capacity(),
  });
const byCron = (index: number) =>
  fc.record({
    name: fc.constant(`c${index}`),
    cron: or(cron()),
    duration: or(fc.constantFrom('PT1M', 'PT90M', 'P7D')),
    capacity: capacity(),
  });
const schedule = () =>
  fc.record({
    id: fc.constant('s'),
    timeZone: or(fc.constantFrom('Etc/UTC', 'Europe/Berlin', 'Pacific/Apia', 'America/St_Johns')),
    windows: or(
      fc
        .array(fc.nat(1), { maxLength: 6 })
        .chain((kinds) => fc.tuple(...kinds.map((kind, index) => (kind === 0 ? daily(index) : byCron(index))))),
    ),
    exceptions: or(fc.array(fc.record({ date: or(date()), capacity: capacity() }), { maxLength: 4 })),
    expect: or(
      fc.array(fc.record({ at: or(date().map((day) => `${day}T12:00:00Z`)), min: or(fc.nat(5)) }), { maxLength: 3 }),
    ),
    validFrom: or(date()),
  });

describe('any schedule', () => {
  it('is read, or refused with the places of what is wrong', () => {
    let read = 0;
    fc.assert(
      fc.property(schedule(), (value) => {
        const parsed = parseSchedule(value);
        if (parsed.ok) read += 1;
        else for (const { path, message } of parsed.faults) expect([path[0], message === '']).toEqual(['$', false]);
      }),
      fuzzing(1500),
    );
    expect(read).toBeGreaterThan(5);
  });
});

const CONTEXT = { apiVersion: '2024-07-01', pool: 'render' };

const MEMBERS = [
  'id',
  'vmSize',
  'properties',
  'deploymentConfiguration',
  'virtualMachineConfiguration',
  'imageReference',
  'extensions',
  'name',
  'publisher',
  'type',
  'typeHandlerVersion',
  'settings',
  'protectedSettings',
  'provisionAfterExtensions',
  'upgradePolicy',
  'mode',
  'automaticOSUpgradePolicy',
  'enableAutomaticOSUpgrade',
  'rollingUpgradePolicy',
  'metadata',
  'applicationHealthSettings',
  'nodeAgentSKUId',
  'targetDedicatedNodes',
  'enableAutoScale',
  'identity',
  'networkConfiguration',
  '__proto__',
  'constructor',
] as const;

/** JSON by the names that pools have, of any shape, and now and then broken. */
const body = () =>
  fc.letrec<{ readonly value: unknown }>((tie) => ({
    value: fc.oneof(
      { maxDepth: 6, withCrossShrink: true },
      fc.constantFrom<unknown>(
        'HealthExtension',
        'ApplicationHealthLinux',
        'Microsoft.ManagedServices',
        'rolling',
        true,
        3,
        null,
      ),
      fc.array(fc.tuple(fc.constantFrom(...MEMBERS), tie('value')), { maxLength: 6 }).map(Object.fromEntries),
      fc.array(tie('value'), { maxLength: 4 }),
      fc.string({ maxLength: 12 }),
    ),
  })).value;
const bodyText = () =>
  fc
    .tuple(body(), fc.constantFrom('', ',', '}', '//x\n', '\u0000'))
    .map(([value, tail]) => `${JSON.stringify(value)}${tail}`);

describe('any body of a pool', () => {
  it('is checked, with findings in a bounded number', () => {
    fc.assert(
      fc.property(bodyText(), (text) => {
        const { findings } = checkPoolText(text, CONTEXT);
        expect(findings.length).toBeLessThan(2000);
      }),
      fuzzing(800),
    );
  });
});

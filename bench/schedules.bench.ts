import { Temporal } from 'temporal-polyfill';
import { parseSchedule } from '../src/app/documents/schedule-document.ts';
import { capacityAt } from '../src/core/schedule/capacity-at.ts';
import type { Schedule } from '../src/core/schedule/schedule.ts';
import { timelineOf } from '../src/core/schedule/timeline.ts';
import { type Benchmark, resultOf } from './benchmark.ts';
import { race } from './measure.ts';

const ZONES = [
  'Europe/Berlin',
  'America/New_York',
  'Asia/Tokyo',
  'America/Sao_Paulo',
  'Australia/Lord_Howe',
  'Asia/Kathmandu',
];
const RESOURCES = 10_000;
const SCHEDULES = 100;
const NOW = Temporal.Instant.from('2026-03-27T12:00:00Z');

const TEXTS = Array.from({ length: SCHEDULES }, (_, index) => {
  const from = `${String(6 + (index % 4)).padStart(2, '0')}:00`;
  return JSON.stringify({
    id: `schedule-${index}`,
    timeZone: ZONES[index % ZONES.length],
    windows: [
      { name: 'weekdays', days: ['MON-FRI'], from, to: '18:30', capacity: { min: 10 } },
      { name: 'saturday', days: ['SAT'], from, to: '12:00', capacity: { min: '50%' } },
    ],
    outside: { min: 0, max: 0 },
  });
});

function readText(text: string): Schedule {
  const parsed = parseSchedule(JSON.parse(text));
  if (!parsed.ok) throw new Error(JSON.stringify(parsed.faults));
  return parsed.value;
}

function layOut(schedule: Schedule) {
  return timelineOf(schedule, NOW, NOW.add({ hours: 8 * 24 }));
}

/** A schedule as many write it: wall time by `Intl`, day and minutes compared. */
function naive(text: string): (instant: Temporal.Instant) => number {
  const { timeZone, windows } = JSON.parse(text) as { timeZone: string; windows: { from: string; to: string }[] };
  const format = new Intl.DateTimeFormat('en-GB', {
    timeZone,
    weekday: 'short',
    hour: '2-digit',
    minute: '2-digit',
    hourCycle: 'h23',
  });
  return (instant) => {
    const parts = format.formatToParts(instant.epochMilliseconds);
    const part = (type: string) => parts.find((one) => one.type === type)?.value ?? '';
    const [weekdays, saturday] = windows;
    const time = `${part('hour')}:${part('minute')}`;
    const window = part('weekday') === 'Sat' ? saturday : part('weekday') === 'Sun' ? undefined : weekdays;
    return window !== undefined && window.from <= time && time < window.to ? 1 : 0;
  };
}

export const schedules: Benchmark = {
  name: 'schedules',
  run: async () => {
    const compiled = TEXTS.map((text) => [layOut(readText(text))]);
    const peers = TEXTS.map(naive);
    const each = (evaluate: (schedule: number, instant: Temporal.Instant) => number) => () => {
      let open = 0;
      for (let index = 0; index < RESOURCES; index += 1)
        open += evaluate(index % SCHEDULES, NOW.add({ seconds: index }));
      if (open === 0) throw new Error('no window is open');
      return RESOURCES;
    };
    const about = { unit: 'evaluations', goal: '≥ 500,000 /s compiled' };
    const timings = await race(
      [
        {
          name: 'laid out once',
          run: each((schedule, instant) => capacityAt(compiled[schedule] ?? [], instant, 100).min),
        },
        { name: 'Intl.DateTimeFormat', run: each((schedule, instant) => peers[schedule]?.(instant) ?? 0) },
      ],
      9,
    );
    const texts = await race(
      [
        {
          name: 'from JSON text',
          run: each((schedule, instant) => capacityAt([layOut(readText(TEXTS[schedule] ?? ''))], instant, 100).min),
        },
        {
          name: 'Intl.DateTimeFormat from text',
          run: each((schedule, instant) => naive(TEXTS[schedule] ?? '')(instant)),
        },
      ],
      3,
    );
    return [
      resultOf({ benchmark: 'schedules: compiled', ...about }, timings),
      resultOf({ benchmark: 'schedules: from text', unit: 'evaluations', goal: '≥ 30,000 /s from text' }, texts),
    ];
  },
};

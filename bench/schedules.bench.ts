import { Temporal } from 'temporal-polyfill';
import { capacityAt, nextEdge } from '../src/core/schedule/capacity-at.ts';
import type { Schedule } from '../src/core/schedule/schedule.ts';
import { timelineAt, timelineOf } from '../src/core/schedule/timeline.ts';
import { parseSchedule } from '../src/documents/schedules/schedule-document.ts';
import { type Benchmark, type Result, resultOf } from './benchmark.ts';
import { type Contestant, race } from './measure.ts';
import { byCron, byIntl } from './peers/wall-windows.ts';

const ZONES = [
  'Europe/Berlin',
  'America/New_York',
  'Asia/Tokyo',
  'America/Sao_Paulo',
  'Australia/Lord_Howe',
  'Asia/Kathmandu',
];
const SCHEDULES = 100;
const POOL_SIZE = 100;
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

/** A resource: the text of its schedule, the place of that among all, and the instant for which it is asked. */
interface Resource {
  readonly text: string;
  readonly schedule: number;
  readonly instant: Temporal.Instant;
  readonly at: number;
}

const RESOURCES = Array.from({ length: 10_000 }, (_, index): Resource => {
  const instant = NOW.add({ seconds: index });
  const schedule = index % SCHEDULES;
  return { text: TEXTS[schedule] ?? '', schedule, instant, at: instant.epochMilliseconds };
});
/** As many as a cron library gets through in a moment: one in thirteen, so that every schedule is among them. */
const SOME = RESOURCES.filter((_, index) => index % 13 === 0);

/** Something to ask about each resource; what is answered is added up, so that nothing can be left out. */
type Question = (resource: Resource) => number;

function asking(name: string, question: Question, resources: readonly Resource[] = RESOURCES): Contestant {
  const run = () => {
    const sum = resources.reduce((total, resource) => total + question(resource), 0);
    if (!(sum > 0)) throw new Error(`${name}: nothing was answered`);
    return resources.length;
  };
  return { name, run };
}

/** Our own answers, once from what was laid out before and once from the text alone. */
function ours() {
  const compiled = TEXTS.map((text) => [timelineOf(readText(text), NOW, NOW.add({ hours: 8 * 24 }))]);
  const of = ({ schedule }: Resource) => compiled[schedule] ?? [];
  const compiledCapacity: Question = (one) => capacityAt(of(one), one.instant, POOL_SIZE).min;
  const capacityFromText: Question = ({ text, instant }) =>
    capacityAt([timelineAt(readText(text), instant)], instant, POOL_SIZE).min;
  const compiledEdge: Question = (one) => nextEdge(of(one), one.instant)?.epochMilliseconds ?? 0;
  return { compiledCapacity, capacityFromText, compiledEdge };
}

/** JSON text to a schedule, with all the checks that saving makes. */
function readText(text: string): Schedule {
  const parsed = parseSchedule(JSON.parse(text));
  if (!parsed.ok) throw new Error(JSON.stringify(parsed.faults));
  return parsed.value;
}

/** All must say the same, or they are not in the same race. */
function requireAgreement(questions: readonly Question[]): void {
  for (const resource of SOME) {
    const answers = new Set(questions.map((question) => question(resource)));
    if (answers.size > 1) throw new Error(`${resource.text} at ${resource.instant}: ${[...answers].join(' or ')}`);
  }
}

/** One result for each peer, from one race. */
async function against(
  about: Omit<Result, 'ours' | 'other' | 'ratio'>,
  [us, ...peers]: readonly Contestant[],
): Promise<readonly Result[]> {
  if (us === undefined) throw new Error('Nobody is in the race.');
  const [timing, ...others] = await race([us, ...peers], 9);
  if (timing === undefined) throw new Error('Nobody came home.');
  return others.map((other) => resultOf(about, [timing, other]));
}

const COMPILED = 'Whether a pool is on now, by a schedule that is compiled already.';
const FROM_TEXT = 'The same by the text of a schedule: it is parsed, validated as for saving, and compiled.';
const EDGE = 'When the next window opens or closes.';

export const schedules: Benchmark = {
  name: 'schedules',
  run: async () => {
    const { compiledCapacity, capacityFromText, compiledEdge } = ours();
    const crons = TEXTS.map(byCron);
    const formats = TEXTS.map(byIntl);
    const cronOpen: Question = ({ schedule, at }) => Number(crons[schedule]?.isOpen(at));
    const intlOpen: Question = ({ schedule, at }) => Number(formats[schedule]?.isOpen(at));
    const cronEdge: Question = ({ schedule, at }) => crons[schedule]?.nextEdge(at) ?? 0;
    const isOpen =
      (question: Question): Question =>
      (resource) =>
        Number(question(resource) > 0);
    requireAgreement([isOpen(compiledCapacity), isOpen(capacityFromText), cronOpen, intlOpen]);
    requireAgreement([compiledEdge, cronEdge]);

    return [
      ...(await against(
        {
          benchmark: 'schedules: compiled',
          unit: 'evaluations',
          means: COMPILED,
          goal: { kind: 'rate', least: 900_000 },
        },
        [
          asking('laid out once', compiledCapacity),
          asking('Intl.DateTimeFormat, kept', intlOpen),
          asking('croner, kept', cronOpen, SOME),
        ],
      )),
      ...(await against(
        {
          benchmark: 'schedules: from text',
          unit: 'evaluations',
          means: FROM_TEXT,
          goal: { kind: 'rate', least: 45_000 },
        },
        [
          asking('from JSON text', capacityFromText),
          asking('Intl.DateTimeFormat from text', ({ text, at }) => Number(byIntl(text).isOpen(at)), SOME),
          asking('croner from text', ({ text, at }) => Number(byCron(text).isOpen(at)), SOME),
        ],
      )),
      ...(await against(
        { benchmark: 'schedules: next edge', unit: 'questions', means: EDGE, goal: { kind: 'speed', least: 1 } },
        [asking('laid out once', compiledEdge), asking('croner, kept', cronEdge, SOME)],
      )),
    ];
  },
};

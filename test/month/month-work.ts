import { type Chance, chanceFrom } from '../../src/emulator/world/chance.ts';

/** How the work of a task is known before it comes: by a job schedule, by the tasks it waits for, by its period, or not at all. */
export type Kind = 'scheduled' | 'dependent' | 'periodic' | 'unforeseen';

/** Tasks of a job that can run at the same moment. Each stage waits for all tasks of the one before it. */
export interface Stage {
  readonly name: string;
  readonly kind: Kind;
  readonly tasks: number;
  readonly seconds: number;
}

/** A job with its tasks. */
export interface MonthJob {
  readonly id: string;
  readonly pool: string;
  /** When its tasks are added, in seconds since the month begins. */
  readonly atS: number;
  /** The job schedule that makes it. */
  readonly schedule?: string;
  readonly stages: readonly Stage[];
}

/** A job schedule: it makes its first job one interval after the month begins. */
export interface MonthSchedule {
  readonly id: string;
  readonly pool: string;
  readonly everyS: number;
  readonly stage: Stage;
}

export const HOUR_S = 3600;
export const DAY_S = 24 * HOUR_S;

/** The nodes of each pool: as many as its work can use at once, but for rare moments. */
export const POOLS = { ingest: 14, films: 12, reports: 10, training: 12 } as const;

export const SCHEDULES: readonly MonthSchedule[] = [
  {
    id: 'import',
    pool: 'ingest',
    everyS: 3 * HOUR_S,
    stage: { name: 'part', kind: 'scheduled', tasks: 5, seconds: 700 },
  },
  {
    id: 'nightly',
    pool: 'ingest',
    everyS: DAY_S,
    stage: { name: 'table', kind: 'scheduled', tasks: 8, seconds: 1800 },
  },
];

/** What adds the tasks of a job of a schedule is a few seconds behind it. */
const BEHIND_S = 10;
/** The last minutes of a month are for work to come to its end. */
const REST_S = 2 * HOUR_S;

/** All jobs of a month in the order of their time. */
export function workOf({ days, seed }: { readonly days: number; readonly seed: number }): readonly MonthJob[] {
  const chance = chanceFrom(seed);
  const endS = days * DAY_S - REST_S;
  return [
    ...SCHEDULES.flatMap((schedule) => scheduledJobs(schedule, endS, chance)),
    ...jobsAtRandom('film', { pool: 'films', everyS: 1.5 * HOUR_S, endS }, chance, filmStages),
    ...periodicJobs({ family: 'hourly-report', everyS: HOUR_S, tasks: 3, endS }, chance),
    ...periodicJobs({ family: 'digest', everyS: 5 * HOUR_S, tasks: 6, endS }, chance),
    ...jobsAtRandom('train', { pool: 'training', everyS: 2 * HOUR_S, endS }, chance, trainingStages),
  ].toSorted((a, b) => a.atS - b.atS);
}

function scheduledJobs({ id, pool, everyS, stage }: MonthSchedule, endS: number, chance: Chance): readonly MonthJob[] {
  return Array.from({ length: Math.floor((endS - BEHIND_S) / everyS) }, (_, run) => ({
    id: `${id}:job-${run + 1}`,
    pool,
    atS: (run + 1) * everyS + BEHIND_S,
    schedule: id,
    stages: [{ ...stage, seconds: about(stage.seconds, chance) }],
  }));
}

interface Periodic {
  readonly family: string;
  readonly everyS: number;
  readonly tasks: number;
  readonly endS: number;
}

/** Nobody submits to the second: up to half a minute late. */
function periodicJobs({ family, everyS, tasks, endS }: Periodic, chance: Chance): readonly MonthJob[] {
  return Array.from({ length: Math.floor((endS - 30) / everyS) }, (_, run) => ({
    id: `${family}-${run + 1}`,
    pool: 'reports',
    atS: (run + 1) * everyS + chance.integer(0, 30),
    stages: [{ name: 'page', kind: 'periodic', tasks, seconds: about(400, chance) }],
  }));
}

interface AtRandom {
  readonly pool: string;
  /** On average. */
  readonly everyS: number;
  readonly endS: number;
}

function jobsAtRandom(
  family: string,
  { pool, everyS, endS }: AtRandom,
  chance: Chance,
  stagesOf: (chance: Chance) => readonly Stage[],
): readonly MonthJob[] {
  const jobs: MonthJob[] = [];
  const gapS = () => Math.round(-Math.log(chance.integer(1, 1_000_000) / 1_000_000) * everyS);
  for (let atS = gapS(); atS < endS; atS += gapS())
    jobs.push({ id: `${family}-${jobs.length + 1}`, pool, atS, stages: stagesOf(chance) });
  return jobs;
}

function filmStages(chance: Chance): readonly Stage[] {
  return [
    { name: 'prepare', kind: 'unforeseen', tasks: 1, seconds: about(720, chance) },
    { name: 'frame', kind: 'dependent', tasks: chance.integer(3, 5), seconds: about(500, chance) },
    { name: 'join', kind: 'dependent', tasks: 1, seconds: about(240, chance) },
  ];
}

function trainingStages(chance: Chance): readonly Stage[] {
  return [{ name: 'epoch', kind: 'unforeseen', tasks: chance.integer(1, 6), seconds: chance.integer(300, 1800) }];
}

/** Within a tenth of a time. */
function about(seconds: number, chance: Chance): number {
  return Math.round((seconds * chance.integer(90, 110)) / 100);
}

/** The ids of the tasks of a stage. */
export function taskIds({ name, tasks }: Stage): readonly string[] {
  return Array.from({ length: tasks }, (_, index) => `${name}-${index + 1}`);
}

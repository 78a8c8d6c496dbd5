import { type Draw, drawNormal, drawsFrom } from '../../../src/replay/random.ts';
import type { ReplayCase } from '../../../src/replay/replay-policy.ts';
import { USUAL_NODE_TIMES } from '../../../src/replay/start-times.ts';
import { type JobRecord, workloadOf } from '../../../src/replay/workload.ts';

/** A job schedule: when its jobs are created, and the stages that its tasks go through, each when the one before it has ended. */
interface Scheduled {
  readonly id: string;
  /** In hours of the day, UTC. */
  readonly hours: readonly number[];
  readonly stages: readonly { readonly name: string; readonly tasks: number; readonly minutes: number }[];
}

/** Four families of work as operators plan it: a long night, two reports a day, and an index every three hours. */
const SCHEDULES: readonly Scheduled[] = [
  {
    id: 'nightly',
    hours: [1],
    stages: [
      { name: 'extract', tasks: 6, minutes: 50 },
      { name: 'transform', tasks: 16, minutes: 110 },
      { name: 'publish', tasks: 2, minutes: 40 },
    ],
  },
  {
    id: 'risk',
    hours: [18],
    stages: [
      { name: 'scenarios', tasks: 20, minutes: 150 },
      { name: 'aggregate', tasks: 4, minutes: 60 },
    ],
  },
  {
    id: 'reports',
    hours: [7, 13],
    stages: [{ name: 'report', tasks: 5, minutes: 75 }],
  },
  {
    id: 'index',
    hours: [0, 3, 6, 9, 12, 15, 18, 21],
    stages: [
      { name: 'crawl', tasks: 2, minutes: 45 },
      { name: 'merge', tasks: 1, minutes: 35 },
    ],
  },
];

const DAY_S = 86_400;

/** Run times of a stage are off by so much, by the logarithm, from day to day. */
const RUN_SPREAD = 0.05;

/** Work of job schedules and dependencies, of which every task is known before: as many days of it as are asked for. */
export function knownWork(days: number, seed = 1): readonly JobRecord[] {
  const draw = drawsFrom(seed);
  const runs = Array.from({ length: days }, (_, day) => day).flatMap((day) =>
    SCHEDULES.flatMap((scheduled) => scheduled.hours.map((hour) => ({ scheduled, day, hour }))),
  );
  return runs.flatMap((run) => stagesOf(run, draw)).toSorted((a, b) => a.submittedS - b.submittedS);
}

interface Run {
  readonly scheduled: Scheduled;
  readonly day: number;
  readonly hour: number;
}

function stagesOf({ scheduled: { id: schedule, stages }, day, hour }: Run, draw: Draw): readonly JobRecord[] {
  const idOf = ({ name }: Scheduled['stages'][number]) => `${schedule}-${day}-${hour}-${name}`;
  return stages.map((stage, place) => {
    const before = stages[place - 1];
    return {
      submittedS: day * DAY_S + hour * 3600,
      runS: Math.round(stage.minutes * 60 * Math.exp(RUN_SPREAD * drawNormal(draw))),
      tasks: stage.tasks,
      family: stage.name,
      schedule,
      id: idOf(stage),
      ...(before !== undefined && { after: idOf(before) }),
    };
  });
}

/** So many days of that work on a pool that is large enough for it; what counts begins after a week, or some days. */
export function knownCase(records: readonly JobRecord[], days: number, seed = 1, burnInDays = 7): ReplayCase {
  const nodes = 48;
  return {
    workload: workloadOf(records, nodes),
    pool: {
      nodes,
      slotsPerNode: 1,
      startEpochS: Date.UTC(2026, 2, 2) / 1000,
      scoredFromS: burnInDays * DAY_S,
      scoredUntilS: days * DAY_S,
    },
    options: { times: USUAL_NODE_TIMES, tickS: 60, seed },
  };
}

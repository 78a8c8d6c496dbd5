import type { MonthWitness, Span } from './month-witness.ts';
import { type Kind, type MonthJob, taskIds } from './month-work.ts';

/** How long tasks of a kind waited from the moment at which they could have run, in seconds. */
export interface Waits {
  readonly tasks: number;
  readonly meanS: number;
  readonly p95S: number;
  readonly longestS: number;
  /** Tasks that have never begun. */
  readonly never: number;
}

const NEVER = Number.POSITIVE_INFINITY;

/** The waits of the tasks that were added within a span, by kind, as the journal tells them. */
export function waitsIn(
  jobs: readonly MonthJob[],
  witness: Pick<MonthWitness, 'began' | 'ended'>,
  { fromS, untilS }: Span,
): ReadonlyMap<Kind, Waits> {
  const all = jobs
    .filter(({ atS }) => atS >= fromS && atS < untilS)
    .flatMap((job) => job.stages.flatMap((_, place) => stageWaits(job, place, witness)));
  return new Map(
    [...Map.groupBy(all, ({ kind }) => kind)].map(([kind, of]) => [kind, summary(of.map(({ waitS }) => waitS))]),
  );
}

function stageWaits(job: MonthJob, place: number, { began, ended }: Pick<MonthWitness, 'began' | 'ended'>) {
  const [stage, before] = [job.stages[place], job.stages[place - 1]];
  if (stage === undefined) return [];
  const ends = before === undefined ? [] : taskIds(before).map((task) => ended.get(`${job.id}/${task}`) ?? NEVER);
  const runnableS = Math.max(job.atS, ...ends);
  return taskIds(stage).map((task) => ({
    kind: stage.kind,
    waitS: (began.get(`${job.id}/${task}`) ?? NEVER) - runnableS,
  }));
}

function summary(waits: readonly number[]): Waits {
  const known = waits.filter(Number.isFinite).toSorted((a, b) => a - b);
  return {
    tasks: waits.length,
    meanS: known.reduce((sum, wait) => sum + wait, 0) / Math.max(1, known.length),
    p95S: known[Math.floor(known.length * 0.95)] ?? 0,
    longestS: known.at(-1) ?? 0,
    never: waits.length - known.length,
  };
}

import { Temporal } from 'temporal-polyfill';
import type { WireJobScheduleState, WireJobSpecification, WireRecurrence } from '../../wire/job-schedule.ts';
import { drawLatency } from '../world/latencies.ts';
import { newborn, touch } from '../world/stamp.ts';
import { toWireTime } from '../world/wire-time.ts';
import type { Account, Job, JobSchedule, World } from '../world/world.ts';
import { deleteJob, terminateJob } from './job-life.ts';
import { newJob } from './new-job.ts';
import { nextOccurrence, windowEnd } from './recurrence.ts';

/** The definition of a new job schedule. */
export interface NewJobSchedule {
  readonly id: string;
  readonly recurrence: WireRecurrence;
  readonly specification: WireJobSpecification;
  /** The properties that are only kept. */
  readonly properties: Readonly<Record<string, unknown>>;
}

/** Adds a job schedule to an account and creates its first job if it is due. */
export function newJobSchedule(world: World, account: Account, wanted: NewJobSchedule): JobSchedule {
  const born = newborn(world);
  const schedule: JobSchedule = {
    ...born,
    ...wanted,
    account: account.name,
    state: 'active',
    stateTransitionTime: born.creationTime,
    previousState: undefined,
    previousStateTransitionTime: undefined,
    nextRun: nextOccurrence(wanted.recurrence, world.now, world.now),
    planned: new Set(),
    due: undefined,
    jobsMade: 0,
    recentJobId: undefined,
    endTime: undefined,
  };
  account.jobSchedules.set(schedule.id.toLowerCase(), schedule);
  stepJobSchedule(world, account, schedule);
  return schedule;
}

/** Changes when, or from which specification, the next jobs are created; existing jobs stay unchanged. */
export function changeJobSchedule(
  world: World,
  account: Account,
  { schedule, change }: { readonly schedule: JobSchedule; readonly change: Partial<Omit<NewJobSchedule, 'id'>> },
): void {
  Object.assign(schedule, change);
  touch(world, schedule);
  if (change.recurrence !== undefined) {
    const created = Temporal.Instant.from(schedule.creationTime);
    // assumed: times that have passed are not made up for; a schedule that has not made a job yet makes one now.
    const isNew = schedule.jobsMade === 0 && change.recurrence.doNotRunUntil === undefined;
    schedule.nextRun = isNew
      ? world.now
      : nextOccurrence(change.recurrence, created, world.now.add({ milliseconds: 1 }));
    schedule.due = undefined;
  }
  stepJobSchedule(world, account, schedule);
}

/**
 * Updates a schedule to the present: creates the job that is due, and completes a schedule that has ended. Call it at each
 * instant at which either may change; further calls have no effect.
 */
export function stepJobSchedule(world: World, account: Account, schedule: JobSchedule): void {
  if (schedule.state === 'deleting') return removeIfEmpty(account, schedule);
  if (schedule.state === 'terminating') return completeIfQuiet(world, account, schedule);
  if (schedule.state === 'completed') return;
  noteDue(world, schedule);
  if (schedule.state === 'active') makeDueJob(world, account, schedule);
  if (isOver(world, account, schedule)) return complete(world, schedule);
  for (const at of [schedule.nextRun, deadlineOf(schedule)])
    if (at !== undefined && isAhead(world, at)) planOnce(world, schedule, at);
}

/** Begins to end a schedule, with its active job. */
export function terminateJobSchedule(world: World, account: Account, schedule: JobSchedule): void {
  enterScheduleState(world, schedule, 'terminating');
  for (const job of activeJobsOf(account, schedule))
    terminateJob(world, account, { job, reason: 'TerminateJobSchedule' });
  planLater(world, schedule);
}

/** Begins to delete a schedule: "this also deletes all Jobs and Tasks under that schedule". */
export function deleteJobSchedule(world: World, account: Account, schedule: JobSchedule): void {
  enterScheduleState(world, schedule, 'deleting');
  for (const job of jobsOf(account, schedule)) if (job.state !== 'deleting') deleteJob(world, account, job);
  planLater(world, schedule);
}

/** Changes the state of a schedule. */
export function enterScheduleState(world: World, schedule: JobSchedule, state: WireJobScheduleState): void {
  schedule.previousState = schedule.state;
  schedule.previousStateTransitionTime = schedule.stateTransitionTime;
  schedule.state = state;
  schedule.stateTransitionTime = toWireTime(world.now);
  touch(world, schedule);
}

/** The existing jobs of a schedule. */
export function jobsOf(account: Account, { id }: JobSchedule): readonly Job[] {
  return [...account.jobs.values()].filter(({ scheduleId }) => scheduleId?.toLowerCase() === id.toLowerCase());
}

/** "A Job Schedule can have at most one active Job under it at any given time." */
function activeJobsOf(account: Account, schedule: JobSchedule): readonly Job[] {
  return jobsOf(account, schedule).filter(({ state }) => state !== 'completed' && state !== 'deleting');
}

function noteDue(world: World, schedule: JobSchedule): void {
  const { nextRun, recurrence } = schedule;
  if (nextRun !== undefined && !isAhead(world, nextRun)) {
    schedule.due = nextRun;
    const created = Temporal.Instant.from(schedule.creationTime);
    schedule.nextRun =
      recurrence.recurrenceInterval === undefined
        ? undefined
        : nextOccurrence(recurrence, created, nextRun.add({ milliseconds: 1 }));
  }
  const end = schedule.due === undefined ? undefined : windowEnd(recurrence, schedule.due);
  if (end !== undefined && Temporal.Instant.compare(end, world.now) < 0) schedule.due = undefined;
}

function makeDueJob(world: World, account: Account, schedule: JobSchedule): void {
  if (schedule.due === undefined || activeJobsOf(account, schedule).length > 0) return;
  schedule.due = undefined;
  schedule.jobsMade += 1;
  // Named so by the service: `schedule:job-1`.
  const id = `${schedule.id}:job-${schedule.jobsMade}`;
  newJob(world, account, { id, specification: schedule.specification, scheduleId: schedule.id });
  schedule.recentJobId = id;
}

/** No further job is due, and none is active. */
function isOver(world: World, account: Account, schedule: JobSchedule): boolean {
  const deadline = deadlineOf(schedule);
  const isPast = deadline !== undefined && !isAhead(world, deadline);
  const isDone = schedule.nextRun === undefined && schedule.due === undefined && deadline === undefined;
  return (isPast || isDone) && activeJobsOf(account, schedule).length === 0;
}

function completeIfQuiet(world: World, account: Account, schedule: JobSchedule): void {
  if (activeJobsOf(account, schedule).length === 0) complete(world, schedule);
}

function complete(world: World, schedule: JobSchedule): void {
  enterScheduleState(world, schedule, 'completed');
  schedule.nextRun = undefined;
  schedule.due = undefined;
  schedule.endTime = toWireTime(world.now);
}

function removeIfEmpty(account: Account, schedule: JobSchedule): void {
  if (jobsOf(account, schedule).length === 0) account.jobSchedules.delete(schedule.id.toLowerCase());
}

function deadlineOf({ recurrence: { doNotRunAfter } }: JobSchedule): Temporal.Instant | undefined {
  return doNotRunAfter === undefined ? undefined : Temporal.Instant.from(doNotRunAfter);
}

function isAhead({ now }: World, instant: Temporal.Instant): boolean {
  return Temporal.Instant.compare(instant, now) > 0;
}

function planLater(world: World, schedule: JobSchedule): void {
  plan(world, schedule, world.now.add(drawLatency(world.latencies.job, world.chance)));
}

function planOnce(world: World, schedule: JobSchedule, at: Temporal.Instant): void {
  const { planned } = schedule;
  for (const past of planned) if (past <= world.now.epochMilliseconds) planned.delete(past);
  if (planned.has(at.epochMilliseconds)) return;
  planned.add(at.epochMilliseconds);
  plan(world, schedule, at);
}

function plan(world: World, { account, id }: JobSchedule, at: Temporal.Instant): void {
  world.agenda.put(at, { kind: 'job-schedule-step', account, jobSchedule: id });
}

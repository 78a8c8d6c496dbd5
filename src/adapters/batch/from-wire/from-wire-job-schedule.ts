import { Temporal } from 'temporal-polyfill';
import type { JobSchedule } from '../../../core/demand/job-schedule.ts';
import { membersOf } from './members-of.ts';

/**
 * The members of a job schedule that `fromWireJobSchedule` reads.
 * https://learn.microsoft.com/rest/api/batchservice/job-schedules/list-job-schedules (api-version 2025-06-01)
 */
export const JOB_SCHEDULE_MEMBERS = 'id,state,schedule,jobSpecification,executionInfo';

/** Parses a job schedule; invalid members count as not known. `undefined` if it creates no jobs in a pool. */
export function fromWireJobSchedule(wire: unknown): JobSchedule | undefined {
  const { id, state, schedule, jobSpecification, executionInfo } = membersOf(wire);
  const poolId = membersOf(membersOf(jobSpecification)['poolInfo'])['poolId'];
  if (typeof id !== 'string' || typeof poolId !== 'string' || state !== 'active') return undefined;
  return {
    id,
    poolId,
    nextRun: parsed(membersOf(executionInfo)['nextRunTime'], (text) => Temporal.Instant.from(text)),
    interval: parsed(membersOf(schedule)['recurrenceInterval'], inSeconds),
  };
}

/** @throws RangeError for a text that is no duration */
function inSeconds(text: string): Temporal.Duration {
  return Temporal.Duration.from({ seconds: Math.round(Temporal.Duration.from(text).total('seconds')) });
}

function parsed<Value>(text: unknown, parse: (text: string) => Value): Value | undefined {
  if (typeof text !== 'string') return undefined;
  try {
    return parse(text);
  } catch {
    return undefined;
  }
}

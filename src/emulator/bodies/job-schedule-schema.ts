import { Temporal } from 'temporal-polyfill';
import * as z from 'zod';
import { instantIn } from '../inputs/time-schemas.ts';
import { toWireTime } from '../world/wire-time.ts';
import { JOB_CONSTRAINTS, KEPT, METADATA, SPAN } from './common-schemas.ts';
import { JOB_MANAGER_TASK, MAX_PARALLEL_TASKS, ON_ALL_TASKS_COMPLETE, POOL_INFO, PRIORITY } from './job-schema.ts';

const TIME = z.string().transform((text, context) => {
  const instant = instantIn(text);
  if (instant !== undefined) return toWireTime(instant);
  context.addIssue({ code: 'custom', message: 'A date and time such as 2026-03-02T06:00:00Z is expected.' });
  return z.NEVER;
});

/** "The minimum value is 1 minute. If you specify a lower value, the Batch service rejects the schedule with an error". */
const AT_LEAST_A_MINUTE = SPAN.refine(
  (span) => Temporal.Duration.from(span).total('minutes') >= 1,
  'The minimum value is 1 minute (PT1M).',
);

/** https://learn.microsoft.com/rest/api/batchservice/job-schedules/create-job-schedule#batchjobscheduleconfiguration (2025-06-01) */
export const RECURRENCE = z.strictObject({
  doNotRunUntil: TIME.optional(),
  doNotRunAfter: TIME.optional(),
  startWindow: AT_LEAST_A_MINUTE.optional(),
  recurrenceInterval: AT_LEAST_A_MINUTE.optional(),
});

/** https://learn.microsoft.com/rest/api/batchservice/job-schedules/create-job-schedule#batchjobspecification (2025-06-01) */
export const JOB_SPECIFICATION = z.strictObject({
  poolInfo: POOL_INFO,
  priority: PRIORITY.optional(),
  maxParallelTasks: MAX_PARALLEL_TASKS.optional(),
  onAllTasksComplete: ON_ALL_TASKS_COMPLETE.optional(),
  displayName: z.string().max(1024).optional(),
  metadata: METADATA.optional(),
  usesTaskDependencies: z.boolean().optional(),
  allowTaskPreemption: z.boolean().optional(),
  constraints: JOB_CONSTRAINTS.optional(),
  jobManagerTask: JOB_MANAGER_TASK.optional(),
  jobPreparationTask: KEPT,
  jobReleaseTask: KEPT,
  commonEnvironmentSettings: KEPT,
  onTaskFailure: KEPT,
  networkConfiguration: KEPT,
});

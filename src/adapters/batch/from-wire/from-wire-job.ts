import { FAMILY_METADATA } from '../../../core/demand/family.ts';
import type { ActiveJob } from '../../../core/demand/job-work.ts';
import { membersOf } from './members-of.ts';

/**
 * The members of a job that `fromWireJob` reads.
 * https://learn.microsoft.com/rest/api/batchservice/jobs/get-job#batchjob (api-version 2025-06-01)
 */
export const JOB_MEMBERS = 'id,state,priority,maxParallelTasks,usesTaskDependencies,poolInfo,executionInfo,metadata';

/**
 * Parses a job; invalid members count as not known. `undefined` if it is not active, has no id, or has no pool yet because one
 * is created for the job (`autoPoolSpecification`).
 */
export function fromWireJob(wire: unknown): ActiveJob | undefined {
  const { id, state, priority, maxParallelTasks, usesTaskDependencies, poolInfo, executionInfo, metadata } =
    membersOf(wire);
  // "This element contains the actual Pool where the Job is assigned"; for an auto pool, `poolInfo` has no id.
  const poolId = fromWireId(membersOf(executionInfo)['poolId']) ?? fromWireId(membersOf(poolInfo)['poolId']);
  const jobId = fromWireId(id);
  if (jobId === undefined || poolId === undefined || state !== 'active') return undefined;
  return {
    jobId,
    poolId,
    priority: typeof priority === 'number' ? priority : undefined,
    maxParallelTasks: typeof maxParallelTasks === 'number' && maxParallelTasks > 0 ? maxParallelTasks : undefined,
    usesTaskDependencies: usesTaskDependencies === true,
    family: familyIn(metadata),
  };
}

/** Metadata is a list of names and values; of two with one name, the first counts. */
function familyIn(metadata: unknown): string | undefined {
  const entries = Array.isArray(metadata) ? metadata.map(membersOf) : [];
  const value = entries.find(({ name }) => name === FAMILY_METADATA)?.['value'];
  return typeof value === 'string' ? value : undefined;
}

function fromWireId(id: unknown): string | undefined {
  return typeof id === 'string' && id !== '' ? id : undefined;
}

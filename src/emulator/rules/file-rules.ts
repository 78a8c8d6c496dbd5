import { Temporal } from 'temporal-polyfill';
import { BatchError } from '../http/batch-error.ts';
import { type EmulatedFile, hasDisk, nodeFiles, taskFiles } from '../world/files.ts';
import type { Node, Pool, Task, World } from '../world/world.ts';
import { invalidProperty } from './invalid-property.ts';
import { nodeConflict } from './node-rules.ts';

/**
 * The files of a task. assumed: a task that has not run has no files yet; for deleted files, only the statuses are established,
 * not the codes.
 * @throws BatchError TaskFilesUnavailable, TaskFilesCleanedup
 */
export function requireTaskFiles(pool: Pool | undefined, task: Task): readonly EmulatedFile[] {
  const files = taskFiles(pool, task);
  if (files === 'cleaned-up') throw new BatchError('TaskFilesCleanedup');
  if (typeof files === 'string') throw new BatchError('TaskFilesUnavailable');
  return files;
}

/**
 * The files of a node whose disk can be read. assumed: the code if it cannot be read.
 * @throws BatchError with the code of a node in the wrong state
 */
export function requireNodeFiles(world: World, pool: Pool, node: Node): readonly EmulatedFile[] {
  if (!hasDisk(node)) throw nodeConflict(world, node);
  return nodeFiles(pool, node);
}

/** The file of a path. @throws BatchError FileNotFound */
export function requireFile(files: readonly EmulatedFile[], path: string | undefined): EmulatedFile {
  const file = files.find(({ name }) => name === path);
  if (file === undefined) throw new BatchError('FileNotFound');
  return file;
}

/**
 * A file, or a directory with all its content. "If recursive is false then the directory must be empty or deletion will fail."
 * assumed: the code of that failure.
 * @throws BatchError FileNotFound, OperationInvalidForCurrentState
 */
export function requireDeletableFile(
  files: readonly EmulatedFile[],
  path: string | undefined,
  recursive: string | undefined,
): EmulatedFile {
  const file = requireFile(files, path);
  const isEmpty = !files.some(({ name }) => name.startsWith(`${file.name}/`));
  if (isEmpty || recursive?.toLowerCase() === 'true') return file;
  throw new BatchError('OperationInvalidForCurrentState', ['Reason', 'The directory is not empty.']);
}

/** Refuses a span of logs that ends before it begins. @throws BatchError InvalidPropertyValue */
export function checkLogSpan({
  startTime,
  endTime,
}: {
  readonly startTime: string;
  readonly endTime?: string | undefined;
}): void {
  if (endTime === undefined) return;
  const order = Temporal.Instant.compare(Temporal.Instant.from(startTime), Temporal.Instant.from(endTime));
  if (order > 0) throw invalidProperty('endTime', 'It is before startTime.');
}

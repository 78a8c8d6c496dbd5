import { BatchError } from '../http/batch-error.ts';
import { type EmulatedFile, hasDisk, nodeFiles, taskFiles } from '../world/files.ts';
import type { Node, Pool, Task, World } from '../world/world.ts';
import { nodeConflict } from './node-rules.ts';

/**
 * The files of a task.
 * assumed: a task that has not run has no files yet; of the codes for files that are not there any more the statuses.
 * @throws BatchError TaskFilesUnavailable, TaskFilesCleanedup
 */
export function requireTaskFiles(pool: Pool | undefined, task: Task): readonly EmulatedFile[] {
  const files = taskFiles(pool, task);
  if (files === 'cleaned-up') throw new BatchError('TaskFilesCleanedup');
  if (typeof files === 'string') throw new BatchError('TaskFilesUnavailable');
  return files;
}

/**
 * The files of a node whose disk can be read.
 * assumed: the code for one whose disk cannot be.
 * @throws BatchError with the code of a node in the wrong state
 */
export function requireNodeFiles(world: World, pool: Pool, node: Node): readonly EmulatedFile[] {
  if (!hasDisk(node)) throw nodeConflict(world, node);
  return nodeFiles(pool, node);
}

/** The file that a path names. @throws BatchError FileNotFound */
export function requireFile(files: readonly EmulatedFile[], path: string | undefined): EmulatedFile {
  const file = files.find(({ name }) => name === path);
  if (file === undefined) throw new BatchError('FileNotFound');
  return file;
}

import { Temporal } from 'temporal-polyfill';
import { commandOutput } from './command-line.ts';
import type { Node, Pool, Task } from './world.ts';

/** A file or a directory on the disk of a node. */
export interface EmulatedFile {
  readonly ordinal: number;
  /** The path relative to the listed directory. */
  readonly name: string;
  readonly isDirectory: boolean;
  readonly lastModified: string;
  readonly content: string;
}

/** Why the files of a task cannot be read. */
export type FilesMissing = 'never-ran' | 'node-gone' | 'cleaned-up';

/**
 * The directory of a task: its two output files, and its working directory. Nothing is executed: the output of a task is the
 * text of the first `echo` in its command line.
 */
export function taskFiles(pool: Pool | undefined, task: Task): readonly EmulatedFile[] | FilesMissing {
  const { startTime, endTime } = task.execution;
  if (startTime === undefined || task.node === undefined) return 'never-ran';
  const node = pool?.nodes.get(task.node.id.toLowerCase());
  if (node !== task.node || !hasDisk(node)) return 'node-gone';
  if (isBeforeDisk(node, startTime)) return 'cleaned-up';
  const files = directory(endTime ?? startTime, task.state === 'completed' ? commandOutput(task.commandLine) : '');
  return files.filter(({ name }) => !isDeleted(node, `${taskFolder(task)}/${name}`));
}

/** The directory of a task on its node. */
export function taskFolder({ job, id }: Pick<Task, 'job' | 'id'>): string {
  return `workitems/${job.id}/job-1/${id}`;
}

/** Was the file deleted, or a directory that contains it? */
function isDeleted({ machine: { deletedFiles } }: Node, path: string): boolean {
  return [...deletedFiles].some((deleted) => path === deleted || path.startsWith(`${deleted}/`));
}

/** The files of a node, including those of its start task and of the last tasks that ran on it. */
export function nodeFiles(pool: Pool, node: Node): readonly EmulatedFile[] {
  const since = node.lastBootTime ?? node.allocationTime;
  const roots = ['applications', 'fsmounts', 'shared', 'startup', 'volatile', 'workitems'];
  const startTask = pool.settings.startTask === undefined ? [] : under('startup', directory(since, ''));
  const tasks = node.recent.flatMap((task) => {
    const files = taskFiles(pool, task);
    return typeof files === 'string' ? [] : under(taskFolder(task), files);
  });
  const made = roots.map((name) => ({ name, isDirectory: true, lastModified: since, content: '' }));
  return [...made, ...startTask, ...tasks]
    .filter(({ name }) => !isDeleted(node, name))
    .toSorted((a, b) => (a.name < b.name ? -1 : 1))
    .map((file, index) => ({ ...file, ordinal: index + 1 }));
}

/** Can the disk of a node be read? A deallocated or starting node has no temporary disk. */
export function hasDisk({ state }: Pick<Node, 'state'>): boolean {
  return ['idle', 'running', 'offline', 'starttaskfailed', 'waitingforstarttask', 'deallocating'].includes(state);
}

function directory(lastModified: string, output: string): readonly EmulatedFile[] {
  return [
    { ordinal: 1, name: 'stderr.txt', isDirectory: false, lastModified, content: '' },
    { ordinal: 2, name: 'stdout.txt', isDirectory: false, lastModified, content: output },
    { ordinal: 3, name: 'wd', isDirectory: true, lastModified, content: '' },
  ];
}

function under(path: string, files: readonly EmulatedFile[]): readonly EmulatedFile[] {
  return files.map((file) => ({ ...file, name: `${path}/${file.name}` }));
}

/** "Batch … tasks run from the ephemeral disk", which a deallocation and a reimage delete. */
function isBeforeDisk({ machine: { diskFrom } }: Node, time: string): boolean {
  return diskFrom !== undefined && Temporal.Instant.compare(Temporal.Instant.from(time), diskFrom) < 0;
}

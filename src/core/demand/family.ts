/** The properties of a job that determine its family. */
export interface JobOrigin {
  readonly jobId: string;
  /** The job schedule that created it; `undefined` if none did. */
  readonly jobScheduleId: string | undefined;
  readonly metadata: ReadonlyMap<string, string>;
}

/** Jobs that recur under different ids: `schedule:nightly`, `train-*`. */
export interface Family {
  readonly name: string;
  /** How it was recognized, in words. */
  readonly because: string;
}

/** The name of the metadata with which a job names its family. */
export const FAMILY_METADATA = 'lamplighter.family';

const LONGEST_NAME = 64;
/** The family of jobs without any distinction. */
export const NO_FAMILY = '*';

/** The variable parts of an id, the longest kinds first: GUIDs, dates with or without a time, hexadecimal hashes, and numbers. */
const RUNNING_PARTS: readonly RegExp[] = [
  /[0-9a-f]{8}-?(?:[0-9a-f]{4}-?){3}[0-9a-f]{12}/gi,
  /\d{4}[-_.]?\d{2}[-_.]?\d{2}(?:[T_-]?\d{2}[-_:.]?\d{2}(?:[-_:.]?\d{2})?(?:[.]\d+)?Z?)?/g,
  /(?<![0-9a-z])(?=[a-f]*\d)(?=\d*[a-f])[0-9a-f]{7,64}(?![0-9a-z])/gi,
  /\d+/g,
];

/**
 * The family of a job: its job schedule; otherwise its id without the variable parts; otherwise its metadata. A job for which
 * none of these gives a family belongs to `*`.
 */
export function familyOf({ jobId, jobScheduleId, metadata }: JobOrigin): Family {
  if (jobScheduleId !== undefined && jobScheduleId !== '') {
    return named(`schedule:${jobScheduleId}`, `its job schedule is ${jobScheduleId}`);
  }
  const pattern = withoutRunningParts(jobId);
  if (/[^*\-_.:\s]/.test(pattern)) {
    return named(pattern, pattern === jobId ? `its id is ${jobId}` : `its id ${jobId} is ${pattern} without what runs`);
  }
  const said = metadata.get(FAMILY_METADATA)?.trim();
  if (said !== undefined && said !== '') return named(said, `its metadata ${FAMILY_METADATA} says so`);
  return { name: NO_FAMILY, because: `its id ${jobId} has only parts that run, and it has no ${FAMILY_METADATA}` };
}

/** A job id with a star for each variable part: `train-2026-11-28-007` becomes `train-*`. */
export function withoutRunningParts(jobId: string): string {
  const starred = RUNNING_PARTS.reduce((id, part) => id.replaceAll(part, '*'), jobId);
  return starred.replaceAll(/[*](?:[-_.:\s]*[*])+/g, '*');
}

function named(name: string, because: string): Family {
  return { name: name.slice(0, LONGEST_NAME), because };
}

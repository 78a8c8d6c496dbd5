/** What is known of a job that says which jobs it belongs with. */
export interface JobOrigin {
  readonly jobId: string;
  /** The job schedule that has created it; `undefined` if none has. */
  readonly jobScheduleId: string | undefined;
  readonly metadata: ReadonlyMap<string, string>;
}

/** Jobs that come again and again under other ids: `schedule:nightly`, `train-*`. */
export interface Family {
  readonly name: string;
  /** What it was recognised by, as people read it. */
  readonly because: string;
}

/** The name of the metadata by which a job says what it belongs to. */
export const FAMILY_METADATA = 'lamplighter.family';

const LONGEST_NAME = 64;
/** Jobs that nothing tells apart. */
export const NO_FAMILY = '*';

/**
 * The parts of an id that differ from run to run, the longest kinds first: GUIDs, dates with or without a time, hexadecimal
 * hashes, and numbers.
 */
const RUNNING_PARTS: readonly RegExp[] = [
  /[0-9a-f]{8}-?(?:[0-9a-f]{4}-?){3}[0-9a-f]{12}/gi,
  /\d{4}[-_.]?\d{2}[-_.]?\d{2}(?:[T_-]?\d{2}[-_:.]?\d{2}(?:[-_:.]?\d{2})?(?:[.]\d+)?Z?)?/g,
  /(?<![0-9a-z])(?=[a-f]*\d)(?=\d*[a-f])[0-9a-f]{7,64}(?![0-9a-z])/gi,
  /\d+/g,
];

/**
 * The family of a job: its job schedule, else its id without the parts that run, else what its metadata says. A job of which
 * none of the three tells anything belongs to `*`.
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

/** A job id with a star for each part that differs from run to run: `train-2026-11-28-007` becomes `train-*`. */
export function withoutRunningParts(jobId: string): string {
  const starred = RUNNING_PARTS.reduce((id, part) => id.replaceAll(part, '*'), jobId);
  return starred.replaceAll(/[*](?:[-_.:\s]*[*])+/g, '*');
}

function named(name: string, because: string): Family {
  return { name: name.slice(0, LONGEST_NAME), because };
}

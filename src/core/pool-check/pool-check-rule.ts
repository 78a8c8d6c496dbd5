/**
 * How bad it is.
 * - `error`: Azure refuses it, or no node could ever work as the body says: the pool is not created
 * - `warning`: the pool can be created, and probably does not do what is meant
 * - `advice`: it works, and something about it is worth knowing
 */
export type Severity = 'error' | 'warning' | 'advice';

/** Something that the body of a pool has to hold to. */
export interface PoolCheckRule {
  /** In kebab-case; part of the API. */
  readonly id: string;
  readonly severity: Severity;
  /** What is found, and what to do, in one or two sentences. */
  readonly says: string;
  /** The address of the page that says so. */
  readonly source: string;
}

/** A rule that a body does not hold to, and where. */
export interface PoolCheckFinding {
  readonly severity: Severity;
  /** As `$.properties.vmSize`, in the body as it was given. */
  readonly path: string;
  /** The id of the rule. */
  readonly rule: string;
  readonly message: string;
  readonly source: string;
}

/** A finding of a rule at a path; `detail` says what is there. */
export function found(
  { id, severity, says, source }: PoolCheckRule,
  { path }: { readonly path: string },
  detail = '',
): PoolCheckFinding {
  return { severity, path, rule: id, message: detail === '' ? says : `${detail}: ${says}`, source };
}

/** A finding if something is wrong, as a list, so that checks can be strung together. */
export function when(wrong: boolean, finding: () => PoolCheckFinding): readonly PoolCheckFinding[] {
  return wrong ? [finding()] : [];
}

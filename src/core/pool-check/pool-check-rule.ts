/**
 * The severity of a finding.
 * - `error`: Azure refuses the body, or no node could ever work: the pool is not created
 * - `warning`: the pool can be created, but probably does not do what is intended
 * - `advice`: it works, and there is something to know about it
 */
export type Severity = 'error' | 'warning' | 'advice';

/** A rule for the body of a pool. */
export interface PoolCheckRule {
  /** In kebab-case; part of the API. */
  readonly id: string;
  readonly severity: Severity;
  /** The finding and the remedy, in one or two sentences. */
  readonly says: string;
  /** The page that documents the rule. */
  readonly source: string;
}

/** A violation of a rule, and its place. */
export interface PoolCheckFinding {
  readonly severity: Severity;
  /** Such as `$.properties.vmSize`, in the body as received. */
  readonly path: string;
  /** The id of the rule. */
  readonly rule: string;
  readonly message: string;
  readonly source: string;
}

/** A finding of a rule at a path; `detail` describes the value there. */
export function found(
  { id, severity, says, source }: PoolCheckRule,
  { path }: { readonly path: string },
  detail = '',
): PoolCheckFinding {
  return { severity, path, rule: id, message: detail === '' ? says : `${detail}: ${says}`, source };
}

/** A list with a finding if something is wrong, or an empty one, so that checks can be concatenated. */
export function when(wrong: boolean, finding: () => PoolCheckFinding): readonly PoolCheckFinding[] {
  return wrong ? [finding()] : [];
}

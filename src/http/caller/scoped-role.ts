import { matchesGlob } from '../../core/glob.ts';

/** A role and its scope. */
export interface ScopedRole {
  readonly role: 'Reader' | 'Operator';
  /** Patterns with `*`, which alone means every account or pool. */
  readonly account: string;
  readonly pool: string;
}

/** The account and pool in the path of a request. */
export interface RequestScope {
  readonly account: string | undefined;
  readonly pool: string | undefined;
}

/**
 * Parses an app role: `Operator` for everything, `Operator:demo` for an account, `Operator:demo/team-*` for some of its pools;
 * `undefined` for any other value.
 */
export function toScopedRole(value: string): ScopedRole | undefined {
  const [, role, account = '*', pool = '*'] = /^(Reader|Operator)(?::([^/:]+)(?:\/([^/:]+))?)?$/.exec(value) ?? [];
  return role === 'Reader' || role === 'Operator' ? { role, account, pool } : undefined;
}

/**
 * Does the scope of a role include a request? A request without a pool needs a role for all pools of its account; one without
 * an account needs a role for everything, because documents and the audit log concern all accounts.
 */
export function reaches({ account, pool }: ScopedRole, scope: RequestScope): boolean {
  return covers(account, scope.account) && covers(pool, scope.pool);
}

/** An account, or one of its pools. */
export interface ScopedPart {
  readonly account: string;
  readonly pool?: string;
}

/** Does the scope of a role include a part? Of an account, one of its pools is enough. */
export function shows({ account, pool }: ScopedRole, part: ScopedPart): boolean {
  return covers(account, part.account) && (part.pool === undefined || covers(pool, part.pool));
}

/** Batch ignores letter case in names. */
function covers(pattern: string, name: string | undefined): boolean {
  if (pattern === '*') return true;
  return name !== undefined && matchesGlob(pattern, name);
}

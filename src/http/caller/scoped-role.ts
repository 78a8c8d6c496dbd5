import { matchesGlob } from '../../core/glob.ts';

/** What a role opens, and where. */
export interface ScopedRole {
  readonly role: 'Reader' | 'Operator';
  /** Patterns with stars; `*` is every account or pool. */
  readonly account: string;
  readonly pool: string;
}

/** What a request is about: the account and the pool in its address. */
export interface RequestScope {
  readonly account: string | undefined;
  readonly pool: string | undefined;
}

/**
 * An app role as its value has it: `Operator` for everything, `Operator:demo` for an account, `Operator:demo/team-*` for some of its
 * pools. Anything else is no role of ours.
 */
export function toScopedRole(value: string): ScopedRole | undefined {
  const [, role, account = '*', pool = '*'] = /^(Reader|Operator)(?::([^/:]+)(?:\/([^/:]+))?)?$/.exec(value) ?? [];
  return role === 'Reader' || role === 'Operator' ? { role, account, pool } : undefined;
}

/**
 * Does a role reach as far as a request? What is about no pool needs a role for all pools of its account, and what is about no
 * account one for everything: documents and the audit log as a whole belong to all.
 */
export function reaches({ account, pool }: ScopedRole, scope: RequestScope): boolean {
  return covers(account, scope.account) && covers(pool, scope.pool);
}

/** Batch does not tell names apart by the size of their letters. */
function covers(pattern: string, name: string | undefined): boolean {
  if (pattern === '*') return true;
  return name !== undefined && matchesGlob(pattern, name);
}

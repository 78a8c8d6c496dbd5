import type { HttpRequest } from '@azure/functions';
import type { Access } from '../../api/contract.ts';
import type { Ports } from '../../app/ports.ts';
import { recordDenial } from '../../app/record-denial.ts';
import { AppError } from '../../ports/errors.ts';
import { WITH_KEY } from './caller.ts';
import { type Principal, principalIn } from './client-principal.ts';
import { type RequestScope, reaches, type ScopedRole, toScopedRole } from './scoped-role.ts';

/** An operation that somebody calls. */
export interface Called {
  readonly access: Access;
  /** The name of its function. */
  readonly name: string;
}

/** The app roles that allow an operation, any of them; an access that is not here needs none. */
const ROLES: Readonly<Partial<Record<Access, readonly ScopedRole['role'][]>>> = {
  read: ['Reader', 'Operator'],
  operate: ['Operator'],
};

/**
 * Lets a request in, or not, and gives the name of its actor. Where the platform's authentication is off, the key that the
 * host has checked is enough, and nobody is named: what a request says of itself then proves nothing. Where it is on, an app
 * role is needed that reaches as far as the request: to its account and pool.
 * @throws AppError Unauthenticated, Forbidden
 */
export async function authorize(request: HttpRequest, { access, name }: Called, ports: Ports): Promise<string> {
  const roles = ROLES[access];
  if (roles === undefined || !ports.settings.platformAuthentication) return WITH_KEY;
  const principal = principalIn(request);
  const held = principal.roles.flatMap((role) => toScopedRole(role) ?? []);
  const scope = { account: request.params['account'], pool: request.params['pool'] };
  if (held.some((one) => roles.includes(one.role) && reaches(one, scope))) return principal.actor;
  const reason = denial(roles, scope, principal);
  if (access === 'operate') await recordDenial(ports, { actor: principal.actor, operation: name, reason });
  throw new AppError('Forbidden', `This is not allowed: ${reason}.`);
}

function denial(needed: readonly string[], { account, pool }: RequestScope, { roles }: Principal): string {
  const known = roles.filter((role) => toScopedRole(role) !== undefined).map((role) => `'${role}'`);
  const wanted = needed.map((role) => `'${role}'`).join(' or ');
  const where = account === undefined ? ' for everything' : ` for ${account}${pool === undefined ? '' : `/${pool}`}`;
  const lacks = known.length > 0 && known.every((role) => role.includes(':')) ? where : '';
  return `it needs the app role ${wanted}${lacks}, and the caller has ${known.length === 0 ? 'neither role of this app' : known.join()}`;
}

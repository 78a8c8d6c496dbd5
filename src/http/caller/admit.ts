import type { HttpRequest } from '@azure/functions';
import type { Ports } from '../../app/ports.ts';
import { recordDenial } from '../../app/record-denial.ts';
import { AppError } from '../../ports/errors.ts';
import type { Access } from '../operation.ts';
import { nameActor } from './actor.ts';
import { type Caller, callerIn } from './client-principal.ts';
import { type RequestScope, reaches, type ScopedRole, toScopedRole } from './scoped-role.ts';

/** What somebody asks to be let in to. */
export interface Door {
  readonly access: Access;
  /** The operation, as its function is called. */
  readonly name: string;
}

/** The app roles that open an operation, any of them; those that are not here ask for none. */
const ROLES: Readonly<Partial<Record<Access, readonly ScopedRole['role'][]>>> = {
  read: ['Reader', 'Operator'],
  operate: ['Operator'],
};

/**
 * Lets a request in, or not. Where the platform's authentication is off, the key that the host has asked for is enough, and
 * nobody is named: what a request says of itself then is anybody's word. Where it is on, an app role is needed that reaches as
 * far as the request: to its account and pool.
 * @throws AppError Unauthenticated, Forbidden
 */
export async function admit(request: HttpRequest, { access, name }: Door, ports: Ports): Promise<void> {
  const roles = ROLES[access];
  if (!ports.settings.platformAuthentication || roles === undefined) return;
  const caller = callerIn(request);
  nameActor(request, caller.actor);
  const held = caller.roles.flatMap((role) => toScopedRole(role) ?? []);
  const scope = { account: request.params['account'], pool: request.params['pool'] };
  if (held.some((one) => roles.includes(one.role) && reaches(one, scope))) return;
  const reason = denial(roles, scope, caller);
  if (access === 'operate') await recordDenial(ports, { actor: caller.actor, operation: name, reason });
  throw new AppError('Forbidden', `This is not allowed: ${reason}.`);
}

function denial(needed: readonly string[], { account, pool }: RequestScope, { roles }: Caller): string {
  const known = roles.filter((role) => toScopedRole(role) !== undefined).map((role) => `'${role}'`);
  const wanted = needed.map((role) => `'${role}'`).join(' or ');
  const where = account === undefined ? ' for everything' : ` for ${account}${pool === undefined ? '' : `/${pool}`}`;
  const lacks = known.length > 0 && known.every((role) => role.includes(':')) ? where : '';
  return `it needs the app role ${wanted}${lacks}, and the caller has ${known.length === 0 ? 'none of ours' : known.join()}`;
}

import type { HttpRequest } from '@azure/functions';
import type { Access } from '../../api/contract.ts';
import type { Ports } from '../../app/ports.ts';
import { recordDenial } from '../../app/record-denial.ts';
import { AppError } from '../../ports/errors.ts';
import { type Caller, WITH_KEY } from './caller.ts';
import { type Principal, principalIn } from './client-principal.ts';
import { type RequestScope, reaches, type ScopedPart, type ScopedRole, shows, toScopedRole } from './scoped-role.ts';

/** The operation of a request. */
export interface Called {
  readonly access: Access;
  /** Is a role enough that is limited to parts of the answer? */
  readonly inParts: boolean;
  /** The name of its function. */
  readonly name: string;
}

/** The app roles that grant an access, each of them; an access without an entry needs none. */
const ROLES: Readonly<Partial<Record<Access, readonly ScopedRole['role'][]>>> = {
  read: ['Reader', 'Operator'],
  operate: ['Operator'],
};

/** Who calls, and what of a list they may see. */
type Authorized = Pick<Caller, 'actor' | 'sees'>;

/**
 * Authorizes a request, and returns its actor. With App Service authentication off, the function key that the host
 * has checked is enough, and the request's own claims are ignored. With it on, the caller needs an app role whose scope
 * includes the account and pool of the request, or, for a list, a part of it.
 * @throws AppError Unauthenticated, Forbidden
 */
export async function authorize(request: HttpRequest, called: Called, ports: Ports): Promise<Authorized> {
  const { access, inParts, name } = called;
  const roles = ROLES[access];
  if (roles === undefined || !ports.settings.platformAuthentication) return { actor: WITH_KEY, sees: () => true };
  const principal = principalIn(request);
  const held = principal.roles.flatMap((role) => toScopedRole(role) ?? []);
  const scope = { account: request.params['account'], pool: request.params['pool'] };
  const enough = held.filter(({ role }) => roles.includes(role));
  const sees = (part: ScopedPart) => enough.some((role) => shows(role, part));
  const isPartSeen = inParts && (scope.account === undefined ? enough.length > 0 : sees({ account: scope.account }));
  if (isPartSeen || enough.some((role) => reaches(role, scope))) return { actor: principal.actor, sees };
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

import type { HttpRequest } from '@azure/functions';
import type { Ports } from '../../app/ports.ts';
import { recordDenial } from '../../app/record-denial.ts';
import { AppError } from '../../ports/errors.ts';
import type { Access } from '../operation.ts';
import { nameActor } from './actor.ts';
import { type Caller, callerIn } from './client-principal.ts';

/** What somebody asks to be let in to. */
export interface Door {
  readonly access: Access;
  /** The operation, as its function is called. */
  readonly name: string;
}

/** The app roles that open an operation, any of them; those that are not here ask for none. */
const ROLES: Readonly<Partial<Record<Access, readonly string[]>>> = {
  read: ['Reader', 'Operator'],
  operate: ['Operator'],
};

/**
 * Lets a request in, or not. Where the platform's authentication is off, the key that the host has asked for is enough, and
 * nobody is named: what a request says of itself then is anybody's word. Where it is on, an app role is needed.
 * @throws AppError Unauthenticated, Forbidden
 */
export async function admit(request: HttpRequest, { access, name }: Door, ports: Ports): Promise<void> {
  const roles = ROLES[access];
  if (!ports.settings.platformAuthentication || roles === undefined) return;
  const caller = callerIn(request);
  nameActor(request, caller.actor);
  if (roles.some((role) => caller.roles.includes(role))) return;
  const reason = denial(roles, caller);
  if (access === 'operate') await recordDenial(ports, { actor: caller.actor, operation: name, reason });
  throw new AppError('Forbidden', `This is not allowed: ${reason}.`);
}

function denial(needed: readonly string[], { roles }: Caller): string {
  const known = ['Reader', 'Operator'].filter((role) => roles.includes(role)).map((role) => `'${role}'`);
  const wanted = needed.map((role) => `'${role}'`).join(' or ');
  return `it needs the app role ${wanted}, and the caller has ${known.length === 0 ? 'none of ours' : known.join()}`;
}

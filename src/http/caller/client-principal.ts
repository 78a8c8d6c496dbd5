import type { HttpRequest } from '@azure/functions';
import * as z from 'zod';
import { AppError } from '../../ports/errors.ts';

/** A user or app that App Service authentication has named. */
export interface Principal {
  /** The actor in the audit log: `entra:anna@contoso.com`. One line, at most 200 characters. */
  readonly actor: string;
  /** The app roles, unique and sorted. */
  readonly roles: readonly string[];
}

/** "A Base64-encoded JSON representation of available claims": https://learn.microsoft.com/azure/app-service/configure-authentication-user-identities */
const HEADER = 'x-ms-client-principal';

/** The longest Base64 text; all headers together are shorter. */
const LONGEST_HEADER = 65_536;

const PRINCIPAL = z.lazy(() =>
  z.object({
    role_typ: z.string().nullish(),
    claims: z.array(z.object({ typ: z.string(), val: z.string() })),
  }),
);

type Claims = z.infer<typeof PRINCIPAL>;

/** The caller that App Service authentication has put into the request. @throws AppError Unauthenticated */
export function principalIn(request: HttpRequest): Principal {
  const header = request.headers.get(HEADER);
  if (header === null || header === '') {
    throw unauthenticated("the request names nobody. Sign in, or send an access token for the app's registration.");
  }
  const principal = read(header);
  const actor = nameOf(principal);
  if (actor === undefined) throw unauthenticated(`${HEADER} has no claim that names the caller.`);
  return { actor, roles: rolesOf(principal) };
}

function read(header: string): Claims {
  const text = z.base64().max(LONGEST_HEADER).safeParse(header);
  const principal = text.success ? PRINCIPAL.safeParse(parsed(text.data)) : undefined;
  if (principal?.success === true) return principal.data;
  throw unauthenticated(`${HEADER} cannot be read.`);
}

function parsed(base64: string): unknown {
  try {
    return JSON.parse(Buffer.from(base64, 'base64').toString('utf8'));
  } catch {
    return undefined;
  }
}

/** The claims with a name, the best first; App Service gives some under the long names of WS-Federation. */
const NAMES = [
  'preferred_username',
  'name',
  'oid',
  'http://schemas.microsoft.com/identity/claims/objectidentifier',
] as const;

const LONGEST_NAME = 194;

/** Characters that would end a log line, or reverse its direction. */
const UNSEEN = /[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]+/gu;

function nameOf({ claims }: Claims): string | undefined {
  const values = NAMES.map((name) =>
    claims
      .find(({ typ }) => typ === name)
      ?.val.replaceAll(UNSEEN, ' ')
      .trim(),
  );
  const name = values.find((value) => value !== undefined && value !== '');
  return name === undefined ? undefined : `entra:${name.slice(0, LONGEST_NAME)}`;
}

/** The claim type of roles is in `role_typ`; a token has them under `roles`. */
const ROLE_CLAIMS: readonly unknown[] = ['roles', 'http://schemas.microsoft.com/ws/2008/06/identity/claims/role'];

function rolesOf({ role_typ: named, claims }: Claims): readonly string[] {
  const roles = claims.filter(({ typ }) => typ === named || ROLE_CLAIMS.includes(typ)).map(({ val }) => val);
  return [...new Set(roles)].toSorted();
}

function unauthenticated(what: string): AppError {
  return new AppError('Unauthenticated', `The platform's authentication is on, and ${what}`);
}

import { createHmac, timingSafeEqual } from 'node:crypto';
import { isIP } from 'node:net';
import type { Account, World } from '../world/world.ts';
import { BatchError } from './batch-error.ts';

/** The parts of a request that its credentials are checked against. */
export interface SignedRequest {
  readonly method: string;
  /** As sent, still encoded, without the query. */
  readonly path: string;
  readonly query: Readonly<Record<string, string>>;
  readonly headers: Readonly<Record<string, string>>;
}

/**
 * The account of a request to the data plane, by its credentials: a shared key with a valid signature, or a bearer token for
 * Batch that has not expired. A token names no account; it applies to the account at the beginning of the host name
 * (`demo.localhost`), or to the only one. A host name and a shared key must not name different accounts.
 * @throws BatchError AuthenticationFailed, InvalidAuthenticationInfo
 */
export function authenticate(request: SignedRequest, world: World): Account {
  const [scheme, credentials] = credentialsOf(request);
  const host = request.headers['host'] ?? '';
  if (scheme === 'SharedKey') return agreed(bySharedKey(request, { world, credentials }), namedByHost(host, world));
  if (scheme !== 'Bearer') throw new BatchError('InvalidAuthenticationInfo');
  checkToken(credentials, BATCH_AUDIENCES);
  const [only, ...others] = world.accounts.values();
  const account = namedByHost(host, world) ?? (others.length === 0 ? only : undefined);
  if (account === undefined) throw new BatchError('InvalidAuthenticationInfo');
  return account;
}

/** Like `authenticate`, for the management plane, where the path names the account. */
export function authenticateManagement(request: SignedRequest, world: World): void {
  const [scheme, credentials] = credentialsOf(request);
  if (scheme === 'SharedKey') bySharedKey(request, { world, credentials });
  else if (scheme === 'Bearer') checkToken(credentials, MANAGEMENT_AUDIENCES);
  else throw new BatchError('InvalidAuthenticationInfo');
}

/** assumed: a request without credentials fails authentication; only existing credentials can be malformed. */
function credentialsOf({ headers }: SignedRequest): readonly [scheme: string, credentials: string] {
  const { authorization } = headers;
  if (authorization === undefined) {
    throw new BatchError('AuthenticationFailed', ['AuthenticationErrorDetail', 'There is no Authorization header.']);
  }
  const [scheme = '', credentials = ''] = authorization.split(/ (.*)/s);
  return [scheme, credentials];
}

const BATCH_AUDIENCES = ['https://batch.core.windows.net'];
const MANAGEMENT_AUDIENCES = ['https://management.azure.com', 'https://management.core.windows.net'];

function bySharedKey(
  request: SignedRequest,
  { world, credentials }: { readonly world: World; readonly credentials: string },
): Account {
  const [name = '', signature = ''] = credentials.split(/:(.*)/s);
  const account = world.accounts.get(name.toLowerCase());
  if (account === undefined)
    throw new BatchError('AuthenticationFailed', ['AuthenticationErrorDetail', `No account '${name}'.`]);
  // Some clients sign an empty body as an empty length, others as 0.
  const lengths = new Set([
    request.headers['content-length'] ?? '',
    request.headers['content-length'] === '0' ? '' : '0',
  ]);
  const genuine = [...lengths].some((length) =>
    isEqual(signature, sign(stringToSign(request, account.name, length), account.key)),
  );
  if (!genuine) {
    throw new BatchError('AuthenticationFailed', [
      'AuthenticationErrorDetail',
      'The MAC signature found in the HTTP request is not the same as any computed signature.',
    ]);
  }
  checkAge(request.headers);
  return account;
}

const MOST_MINUTES = 15;
const MINUTE_MS = 60_000;

/**
 * "The Batch service ensures that a request is no older than 15 minutes by the time it reaches the service": the page below.
 * Clients date requests in real time. assumed: a date as far in the future is refused as well.
 */
function checkAge(headers: Readonly<Record<string, string>>): void {
  const date = headers['ocp-date'] ?? headers['date'];
  const isRecent = Math.abs(Date.now() - Date.parse(date ?? '')) <= MOST_MINUTES * MINUTE_MS;
  if (isRecent) return;
  throw new BatchError('AuthenticationFailed', [
    'AuthenticationErrorDetail',
    date === undefined
      ? 'A shared key needs the header ocp-date or Date.'
      : `The date '${date}' of the request is more than ${MOST_MINUTES} minutes off.`,
  ]);
}

/**
 * The string that a shared key signs.
 * https://learn.microsoft.com/rest/api/batchservice/authenticate-requests-to-the-azure-batch-service
 */
function stringToSign({ method, path, query, headers }: SignedRequest, account: string, contentLength: string): string {
  const header = (name: string) => headers[name] ?? '';
  const ocpHeaders = Object.keys(headers)
    .filter((name) => name.startsWith('ocp-'))
    .toSorted()
    .map((name) => `${name}:${header(name)}\n`);
  const parameters = Object.entries(query)
    .map(([name, value]) => [name.toLowerCase(), value] as const)
    .toSorted(([a], [b]) => (a < b ? -1 : 1))
    .map(([name, value]) => `\n${name}:${value}`);
  return [
    method,
    header('content-encoding'),
    header('content-language'),
    contentLength,
    header('content-md5'),
    header('content-type'),
    header('date'),
    header('if-modified-since'),
    header('if-match'),
    header('if-none-match'),
    header('if-unmodified-since'),
    header('range'),
    `${ocpHeaders.join('')}/${account}${path}${parameters.join('')}`,
  ].join('\n');
}

function sign(text: string, key: string): string {
  return createHmac('sha256', Buffer.from(key, 'base64')).update(text, 'utf8').digest('base64');
}

function isEqual(a: string, b: string): boolean {
  const [left, right] = [Buffer.from(a), Buffer.from(b)];
  return left.length === right.length && timingSafeEqual(left, right);
}

/** On purpose: of a token, the shape, the audience and the time are checked, but not the signature. */
function checkToken(token: string, audiences: readonly string[]): void {
  const claims = claimsOf(token);
  const audience = String(claims?.['aud'] ?? '').replace(/\/+$/, '');
  const expires = Number(claims?.['exp'] ?? 0) * 1000;
  // Tokens come from outside the emulated world, so they expire in real time.
  const isValid = expires > Date.now();
  if (!audiences.includes(audience) || !isValid) throw new BatchError('AuthenticationFailed');
}

function claimsOf(token: string): Readonly<Record<string, unknown>> | undefined {
  try {
    const [, payload = '', ...signature] = token.split('.');
    // A header, claims and a signature, which may be empty.
    if (signature.length !== 1) return undefined;
    const claims: unknown = JSON.parse(Buffer.from(payload, 'base64url').toString('utf8'));
    return typeof claims === 'object' && claims !== null ? (claims as Record<string, unknown>) : undefined;
  } catch {
    return undefined;
  }
}

function agreed(byKey: Account, byHost: Account | undefined): Account {
  if (byHost === undefined || byHost === byKey) return byKey;
  throw new BatchError('AuthenticationFailed', [
    'AuthenticationErrorDetail',
    `The key is that of '${byKey.name}', the address that of '${byHost.name}'.`,
  ]);
}

/** An IP address names no account. */
function namedByHost(host: string, world: World): Account | undefined {
  const name = host.replace(/:\d+$/, '');
  return isIP(name) === 0 ? world.accounts.get((name.split('.')[0] ?? '').toLowerCase()) : undefined;
}

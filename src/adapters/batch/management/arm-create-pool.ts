import type { RestError } from '@azure/core-rest-pipeline';
import { AppError } from '../../../ports/errors.ts';
import type { PoolCreation, PoolOrder } from '../../../ports/pool-resources.ts';
import { hasNeverArrived } from '../client/attempts.ts';
import { codeOf, unparsedIn } from '../client/batch-failure.ts';
import { NotSignedIn } from '../client/sign-in.ts';
import { armFailure, armPoolIn, armSaid, isArmSuccess } from './arm-failure.ts';
import type { ArmResponse, ArmSend } from './arm-sender.ts';

/** The pool to create, and how to read it. */
interface Target {
  readonly send: ArmSend;
  readonly path: string;
  /** Reads the pool; `undefined` if there is none. */
  readonly find: () => Promise<unknown>;
}

/** Statuses after which the request may have taken effect. 429 and 503 say that it was not accepted; see `afterNotTaken`. */
const DOUBTFUL: ReadonlySet<number> = new Set([408, 500, 502, 504]);

/**
 * Requests a pool once, and only if it does not exist (`If-None-Match: *`). If it is not known whether the request arrived, the
 * pool is read and the request is not repeated.
 * https://learn.microsoft.com/rest/api/batchmanagement/pool/create (api-version 2025-06-01)
 * @throws AppError BatchUnavailable if the request was not accepted
 */
export async function createArmPool({ send, path, find }: Target, order: PoolOrder): Promise<PoolCreation> {
  let answer: ArmResponse;
  try {
    answer = await send({ method: 'PUT', path, ...order });
  } catch (error) {
    return afterFailure(find, error);
  }
  if (isArmSuccess(answer)) return afterSuccess(find, answer);
  if (DOUBTFUL.has(answer.status)) return afterDoubt(find, armSaid(answer));
  return afterRefusal(find, answer);
}

async function afterFailure(find: Target['find'], error: unknown): Promise<PoolCreation> {
  const unparsed = unparsedIn(error);
  if (unparsed !== undefined) return afterDoubt(find, `Azure answered ${unparsed.status} ${codeOf(unparsed)}`);
  const isSignIn = error instanceof NotSignedIn;
  const failure = error as Partial<RestError>;
  const said = isSignIn ? error.message : `Azure did not respond: ${failure.code ?? failure.message}`;
  if (hasNeverArrived(failure)) throw unavailable(said, isSignIn ? error.cause : error);
  return afterDoubt(find, said);
}

/** A success without a pool comes from elsewhere, such as the sign-in page of a proxy. */
async function afterSuccess(find: Target['find'], { status, body }: ArmResponse): Promise<PoolCreation> {
  const pool = armPoolIn(body);
  const said = `Azure answered ${status}`;
  return pool === undefined ? afterDoubt(find, `${said} without a pool`) : { kind: 'created', pool, reason: said };
}

async function afterRefusal(find: Target['find'], answer: ArmResponse): Promise<PoolCreation> {
  const { status, mayHaveArrivedBefore } = answer;
  if (status === 412 || status === 409) return afterConflict(find, answer);
  if (status === 400 || status === 422) return { kind: 'refused', isBodyWrong: true, reason: armSaid(answer) };
  if (status === 503 || mayHaveArrivedBefore) return afterNotTaken(find, answer);
  throw armFailure('Creating the pool', answer);
}

async function afterConflict(find: Target['find'], answer: ArmResponse): Promise<PoolCreation> {
  const reason = armSaid(answer);
  if (answer.mayHaveArrivedBefore) return afterRepeat(find, `${reason} to a repeated request`);
  if (answer.status === 412) return { kind: 'exists', reason };
  // A conflict may be about a quota, a package, or the pool itself.
  const seen = await tryFind(find);
  return seen === undefined || seen === 'unreadable'
    ? { kind: 'refused', isBodyWrong: false, reason }
    : { kind: 'exists', reason };
}

/** An attempt before was answered with "not accepted", and may have taken effect: then the pool is ours. */
async function afterRepeat(find: Target['find'], said: string): Promise<PoolCreation> {
  const pool = await tryFind(find);
  if (pool === 'unreadable') return { kind: 'unknown', reason: `${said}, and the pool could not be read` };
  if (pool === undefined) return { kind: 'refused', isBodyWrong: false, reason: `${said}; the pool does not exist` };
  return { kind: 'created', pool, reason: `${said}; the pool is there` };
}

/** Azure says that it has not accepted the request. That is true if the pool is not there either. */
async function afterNotTaken(find: Target['find'], answer: ArmResponse): Promise<PoolCreation> {
  const pool = await tryFind(find);
  const said = armSaid(answer);
  if (pool === 'unreadable') return { kind: 'unknown', reason: `${said}, and the pool could not be read` };
  if (pool === undefined) throw armFailure('Creating the pool', answer);
  return { kind: 'created', pool, reason: `${said}; the pool is there` };
}

async function afterDoubt(find: Target['find'], said: string): Promise<PoolCreation> {
  const pool = await tryFind(find);
  if (pool === 'unreadable') return { kind: 'unknown', reason: `${said}, and the pool could not be read` };
  if (pool === undefined) return { kind: 'unknown', reason: `${said}; the pool does not exist yet` };
  // The pool did not exist before: the caller checks that first, and the service never changes an existing one.
  return { kind: 'created', pool, reason: `${said}; the pool is there` };
}

async function tryFind(find: Target['find']): Promise<unknown> {
  try {
    return await find();
  } catch {
    return 'unreadable';
  }
}

function unavailable(said: string, cause: unknown): AppError {
  return new AppError('BatchUnavailable', `Creating the pool failed: ${said}.`, { cause });
}

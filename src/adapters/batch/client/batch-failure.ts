import type { PipelineRequest, RestError } from '@azure/core-rest-pipeline';
import { AppError, BatchThrottled } from '../../../ports/errors.ts';
import { membersOf } from '../from-wire/members-of.ts';
import { NotSignedIn } from './sign-in.ts';

/** A response of the data plane, with its body as received. */
export interface BatchResponse {
  readonly status: string;
  readonly body: unknown;
}

/** The error code of a response, or its bare status. */
export function codeOf({ status, body }: BatchResponse): string {
  const { code } = membersOf(body);
  return typeof code === 'string' ? code : `HTTP ${status}`;
}

/**
 * Does Batch say that something does not exist? Its errors have a code: "Error body: code, message, values". A proxy between the
 * app and Batch answers 404 too, and knows nothing about that.
 * https://learn.microsoft.com/rest/api/batchservice/batch-status-and-error-codes
 */
export function isNotFound({ status, body }: BatchResponse): boolean {
  return status === '404' && typeof membersOf(body)['code'] === 'string';
}

/** Is it a success? */
export function isSuccess({ status }: BatchResponse): boolean {
  return status.startsWith('2');
}

/**
 * Codes after which the request may have taken effect. 429 says that it was not accepted; 503 says so too, but is not always
 * right.
 */
const DOUBTFUL: ReadonlySet<string> = new Set(['408', '500', '502', '504']);

/** May a request that was not accepted have taken effect? A success that Batch does not give it says nothing either. */
export function isDoubtful(response: BatchResponse): boolean {
  return isSuccess(response) || DOUBTFUL.has(response.status);
}

/** What may be wrong where Batch does not accept the app; a shared key signs the time, too. */
const UNACCEPTED = ' Check the role or the key that the app has for the account, and the clock of its machine.';

/** Batch does not understand a request: it would be refused again. */
export class BadRequest extends AppError {
  constructor(message: string) {
    super('BatchUnavailable', message);
  }
}

/** The error for a failed read from Batch. */
export function batchFailure(what: string, response: BatchResponse): AppError {
  const mend = response.status === '401' || response.status === '403' ? UNACCEPTED : '';
  const message = `${what} failed: Batch answered ${response.status} ${codeOf(response)}.${mend}`;
  const isThrottled = response.status === '429' || response.status === '503';
  if (response.status === '400') return new BadRequest(message);
  return isThrottled ? new BatchThrottled(message) : new AppError('BatchUnavailable', message);
}

/** Reads something from Batch that may not exist; `undefined` if it does not. @throws AppError BatchUnavailable */
export async function findInBatch<Response extends BatchResponse>(
  what: string,
  send: () => PromiseLike<Response>,
): Promise<Response | undefined> {
  const response = await reading(what, send);
  if (isNotFound(response)) return undefined;
  if (!isSuccess(response)) throw batchFailure(what, response);
  return response;
}

/**
 * Reads one thing by its id. A success that shows no such thing comes from elsewhere, such as the sign-in page of a proxy, and
 * does not say that the thing does not exist.
 * @throws AppError BatchUnavailable
 */
export async function findOne(
  what: string,
  id: string,
  send: () => PromiseLike<BatchResponse>,
): Promise<Readonly<Record<string, unknown>> | undefined> {
  const response = await findInBatch(what, send);
  if (response === undefined) return undefined;
  const found = membersOf(response.body);
  if (String(found['id']).toLowerCase() === id.toLowerCase()) return found;
  throw strangeResponse(what, `nothing with the id ${id}`);
}

/** The error for a success that Batch would not send. */
export function strangeResponse(what: string, shown: string): AppError {
  const mend = 'It may come from elsewhere: check the endpoint, and proxies before it.';
  return new AppError('BatchUnavailable', `${what} failed: the response shows ${shown}. ${mend}`);
}

/** In the place of the code of a response whose body could not be parsed. */
const UNPARSED = { code: 'with a body that is not JSON' };

/** The response in an error of the SDK about its body; `undefined` in any other error. The message of the error has the whole body. */
export function unparsedIn(error: unknown): (BatchResponse & { readonly request: PipelineRequest }) | undefined {
  const { code, statusCode, request } = error as Partial<RestError>;
  if (code !== 'PARSE_ERROR' || statusCode === undefined || request === undefined) return undefined;
  return { status: String(statusCode), body: UNPARSED, request };
}

/** The error for a read without a response: the app had no token, or no connection to the service. */
export function unreached(what: string, service: string, error: unknown): AppError {
  const [reason, cause] =
    error instanceof NotSignedIn ? [error.message, error.cause] : [`${service} could not be reached`, error];
  return new AppError('BatchUnavailable', `${what} failed: ${reason}.`, { cause });
}

/** Reads from Batch; a failed connection counts as a failure of Batch, and so does a response that cannot be parsed. */
export async function reading<Response extends BatchResponse>(
  what: string,
  send: () => PromiseLike<Response>,
): Promise<Response> {
  try {
    return await send();
  } catch (error) {
    const unparsed = unparsedIn(error);
    if (unparsed !== undefined) throw batchFailure(what, unparsed);
    throw unreached(what, 'Batch', error);
  }
}

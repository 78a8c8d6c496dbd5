import type { PipelineRequest, RestError } from '@azure/core-rest-pipeline';
import { AppError, BatchThrottled } from '../../ports/errors.ts';

/** A response of the data plane, with its body as received. */
export interface BatchResponse {
  readonly status: string;
  readonly body: unknown;
}

/** The error code of a response, or its bare status. */
export function codeOf({ status, body }: BatchResponse): string {
  const { code } = (typeof body === 'object' && body !== null ? body : {}) as { readonly code?: unknown };
  return typeof code === 'string' ? code : `HTTP ${status}`;
}

/** Is it a success? */
export function isSuccess({ status }: BatchResponse): boolean {
  return status.startsWith('2');
}

/**
 * Codes after which the request may have taken effect. 429 says that it was not accepted; 503 says so too, but is not always
 * right.
 */
export const DOUBTFUL: ReadonlySet<string> = new Set(['408', '500', '502', '504']);

/** Batch does not understand a request: it would be refused again. */
export class BadRequest extends AppError {
  constructor(message: string) {
    super('BatchUnavailable', message);
  }
}

/** The error for a failed read from Batch. */
export function batchFailure(what: string, response: BatchResponse): AppError {
  const message = `${what} failed: Batch answered ${response.status} ${codeOf(response)}.`;
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
  if (response.status === '404') return undefined;
  if (!isSuccess(response)) throw batchFailure(what, response);
  return response;
}

/** In the place of the code of a response whose body could not be parsed. */
const UNPARSED = { code: 'with a body that is not JSON' };

/** The response in an error of the SDK about its body; `undefined` in any other error. The message of the error has the whole body. */
export function unparsedIn(error: unknown): (BatchResponse & { readonly request: PipelineRequest }) | undefined {
  const { code, statusCode, request } = error as Partial<RestError>;
  if (code !== 'PARSE_ERROR' || statusCode === undefined || request === undefined) return undefined;
  return { status: String(statusCode), body: UNPARSED, request };
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
    throw new AppError('BatchUnavailable', `${what} failed: Batch could not be reached.`, { cause: error });
  }
}

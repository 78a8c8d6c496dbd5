import { AppError, BatchThrottled } from '../../ports/errors.ts';

/** An answer of the data plane, with its body as it came. */
export interface BatchResponse {
  readonly status: string;
  readonly body: unknown;
}

/** What the service says in an answer that is no success: its code, or the bare status. */
export function codeOf({ status, body }: BatchResponse): string {
  const { code } = (typeof body === 'object' && body !== null ? body : {}) as { readonly code?: unknown };
  return typeof code === 'string' ? code : `HTTP ${status}`;
}

/** Is it a success? */
export function isSuccess({ status }: BatchResponse): boolean {
  return status.startsWith('2');
}

/** The request may have taken effect all the same. 429 says that it was not taken, and so does 503, which is not always true. */
export const DOUBTFUL: ReadonlySet<string> = new Set(['408', '500', '502', '504']);

/** The failure of reading something from Batch. */
export function batchFailure(what: string, response: BatchResponse): AppError {
  const message = `${what} failed: Batch answered ${response.status} ${codeOf(response)}.`;
  const isThrottled = response.status === '429' || response.status === '503';
  return isThrottled ? new BatchThrottled(message) : new AppError('BatchUnavailable', message);
}

/** Reads something from Batch that need not be there; `undefined` if it is not. @throws AppError BatchUnavailable */
export async function findInBatch<Response extends BatchResponse>(
  what: string,
  send: () => PromiseLike<Response>,
): Promise<Response | undefined> {
  const response = await reading(what, send);
  if (response.status === '404') return undefined;
  if (!isSuccess(response)) throw batchFailure(what, response);
  return response;
}

/** Reads something from Batch; a connection that fails is a failure of Batch. */
export async function reading<Response extends BatchResponse>(
  what: string,
  send: () => PromiseLike<Response>,
): Promise<Response> {
  try {
    return await send();
  } catch (error) {
    throw new AppError('BatchUnavailable', `${what} failed: Batch could not be reached.`, { cause: error });
  }
}

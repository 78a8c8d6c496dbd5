import { BatchError } from './batch-error.ts';
import type { RawRequest } from './raw.ts';

/**
 * The body of a request as JSON; `undefined` where there is none. It must say that it is JSON: the service refuses other
 * content types, and a body without one.
 * @throws BatchError InvalidHeaderValue, InvalidRequestBody
 */
export function readJson({ headers, body }: RawRequest): unknown {
  if (body === '') return undefined;
  const contentType = headers['content-type'] ?? '';
  if (!/^application\/json(\s*;|$)/i.test(contentType)) {
    throw new BatchError('InvalidHeaderValue', ['HeaderName', 'Content-Type'], ['HeaderValue', contentType]);
  }
  try {
    return JSON.parse(body);
  } catch (error) {
    throw new BatchError('InvalidRequestBody', ['Reason', (error as Error).message]);
  }
}

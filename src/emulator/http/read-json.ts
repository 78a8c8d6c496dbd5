import { BatchError } from './batch-error.ts';
import { parseJson } from './parse-json.ts';
import type { RawRequest } from './raw.ts';

/**
 * The body of a request as JSON; `undefined` without one. The content type must be JSON: the service refuses other content
 * types, and a body without one.
 * @throws BatchError InvalidHeaderValue, InvalidRequestBody, RequestBodyTooLarge
 */
export function readJson({ headers, body, isTooLarge }: RawRequest): unknown {
  if (isTooLarge) throw new BatchError('RequestBodyTooLarge');
  if (body === '') return undefined;
  const contentType = headers['content-type'] ?? '';
  if (!/^application\/json(\s*;|$)/i.test(contentType)) {
    throw new BatchError('InvalidHeaderValue', ['HeaderName', 'Content-Type'], ['HeaderValue', contentType]);
  }
  const value = parsed(body);
  // Every body of the API is an object; `null` counts as no body.
  if (typeof value === 'object' && !Array.isArray(value)) return value;
  throw new BatchError('InvalidRequestBody', ['Reason', 'The body is not an object.']);
}

function parsed(body: string): unknown {
  try {
    return parseJson(body);
  } catch (error) {
    throw new BatchError('InvalidRequestBody', ['Reason', (error as Error).message]);
  }
}

import type { HttpRequest } from '@azure/functions';
import type { Expected } from '../../ports/documents.ts';
import { AppError } from '../../ports/errors.ts';

/** The entity tag of a version. */
export function toEntityTag(version: string): string {
  return `"${version}"`;
}

/**
 * What must be there already for a write to be done, from `If-Match` (an entity tag, or `*` for whatever is there) or
 * `If-None-Match: *` (nothing may be there); `undefined` where nothing is said. RFC 9110, section 13.1.
 * @throws AppError InvalidRequest
 */
export function expectedOf(request: HttpRequest): Expected | undefined {
  const match = request.headers.get('if-match');
  const noneMatch = request.headers.get('if-none-match');
  if (match !== null && noneMatch !== null) throw invalid('If-None-Match', 'only one of it and If-Match can be sent');
  if (noneMatch !== null) {
    if (noneMatch.trim() === '*') return 'absent';
    throw invalid('If-None-Match', 'on a write only "*" is understood: nothing may be there yet');
  }
  if (match === null) return undefined;
  if (match.trim() === '*') return 'any';
  const version = /^"([^"]*)"$/.exec(match.trim())?.[1];
  if (version !== undefined) return { version };
  throw invalid('If-Match', 'the ETag of the last answer is expected, with its quotes, or "*"');
}

/** Has the caller this version already? From `If-None-Match` on a read, which compares weakly. */
export function isKnownVersion(request: HttpRequest, version: string): boolean {
  const tags = (request.headers.get('if-none-match') ?? '').split(',').map((tag) => tag.trim().replace(/^W\//, ''));
  return tags.includes('*') || tags.includes(toEntityTag(version));
}

function invalid(path: string, message: string): AppError {
  return new AppError('InvalidRequest', 'The request is not valid.', { faults: [{ path, message }] });
}

import { Temporal } from 'temporal-polyfill';
import type { Dated } from '../world/world.ts';
import { BatchError } from './batch-error.ts';

type Headers = Readonly<Record<string, string>>;

/**
 * Refuses a change if the resource has changed since the caller read it.
 * @throws BatchError ConditionNotMet, InvalidHeaderValue
 */
export function requireConditions(headers: Headers, entity: Dated): void {
  if (!meetsConditions(headers, entity)) throw new BatchError('ConditionNotMet');
}

/**
 * Does a resource meet all the conditions of a request? "The operation will be performed only if …": If-Match and If-None-Match
 * compare its ETag, If-Modified-Since and If-Unmodified-Since its date, to the second.
 * https://learn.microsoft.com/rest/api/batchservice/jobs/get-job#request-headers (api-version 2025-06-01)
 * @throws BatchError InvalidHeaderValue
 */
export function meetsConditions(headers: Headers, { eTag, lastModified }: Dated): boolean {
  const modified = secondOf(Temporal.Instant.from(lastModified).epochMilliseconds);
  const modifiedSince = dateOf(headers, 'if-modified-since');
  const unmodifiedSince = dateOf(headers, 'if-unmodified-since');
  const conditions: readonly (boolean | undefined)[] = [
    names(headers['if-match'], eTag),
    not(names(headers['if-none-match'], eTag)),
    modifiedSince === undefined ? undefined : modified > modifiedSince,
    unmodifiedSince === undefined ? undefined : modified <= unmodifiedSince,
  ];
  return conditions.every((isMet) => isMet !== false);
}

function names(header: string | undefined, eTag: string): boolean | undefined {
  if (header === undefined) return undefined;
  // assumed: an ETag is accepted with and without the quotes that HTTP requires; the service writes it without.
  return header.split(',').some((tag) => ['*', eTag].includes(tag.trim().replace(/^(?:W\/)?"(.*)"$/, '$1')));
}

function not(isMet: boolean | undefined): boolean | undefined {
  return isMet === undefined ? undefined : !isMet;
}

function dateOf(headers: Headers, name: string): number | undefined {
  const text = headers[name];
  if (text === undefined) return undefined;
  const date = Date.parse(text);
  if (Number.isNaN(date)) throw new BatchError('InvalidHeaderValue', ['HeaderName', name], ['HeaderValue', text]);
  return secondOf(date);
}

function secondOf(milliseconds: number): number {
  return Math.floor(milliseconds / 1000);
}

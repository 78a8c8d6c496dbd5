import { randomUUID } from 'node:crypto';
import { toHttpDate, toWireTime } from '../world/wire-time.ts';
import type { World } from '../world/world.ts';
import type { BatchError } from './batch-error.ts';
import { toArmError, toWireError } from './error-body.ts';
import type { Answer } from './operation.ts';
import { baseUrlOf, partsOf, type RawAnswer, type RawRequest } from './raw.ts';

/** Adds the headers that every answer of a plane has. */
export function writeAnswer(
  world: World,
  request: RawRequest,
  { status, headers = {}, body, text }: Answer,
): RawAnswer {
  const address = `${baseUrlOf(request)}${partsOf(request).path}`;
  return {
    status,
    headers: {
      ...commonHeaders(world, request, randomUUID()),
      ...(!isManagement(request) && request.method !== 'GET' && { dataserviceid: address }),
      ...headers,
    },
    body: body === undefined ? text : JSON.stringify(body),
  };
}

/** A refusal in the form of its plane. */
export function writeRefusal(world: World, request: RawRequest, error: BatchError): RawAnswer {
  const requestId = randomUUID();
  const body = isManagement(request)
    ? toArmError(error)
    : toWireError(error, { baseUrl: baseUrlOf(request), requestId, time: toWireTime(world.now) });
  return {
    status: error.status,
    headers: {
      ...commonHeaders(world, request, requestId),
      ...(error.retryAfter !== undefined && { 'retry-after': String(error.retryAfter) }),
    },
    body: JSON.stringify(body),
  };
}

function isManagement(request: RawRequest): boolean {
  const { path } = partsOf(request);
  return path.toLowerCase().startsWith('/subscriptions/') || path.toLowerCase().startsWith('/providers/');
}

function commonHeaders(world: World, request: RawRequest, requestId: string): Record<string, string> {
  const date = toHttpDate(world.now);
  if (isManagement(request)) {
    return { 'content-type': 'application/json; charset=utf-8', 'x-ms-request-id': requestId, date };
  }
  const { 'client-request-id': clientRequestId, 'return-client-request-id': wanted } = request.headers;
  return {
    'content-type': 'application/json;odata=minimalmetadata;streaming=true;charset=utf-8',
    date,
    dataserviceversion: '3.0;',
    'request-id': requestId,
    ...(clientRequestId !== undefined && wanted?.toLowerCase() === 'true' && { 'client-request-id': clientRequestId }),
  };
}

import { createHmac, createSecretKey } from 'node:crypto';
import type { PipelinePolicy, PipelineRequest } from '@azure/core-rest-pipeline';

/** An account and its key in Base64. */
export interface SharedKey {
  readonly account: string;
  readonly key: string;
}

/**
 * Signs every request with the account's key. The key grants everything in the account, so it is meant for the emulator; in
 * Azure the app signs in with Microsoft Entra ID.
 * https://learn.microsoft.com/rest/api/batchservice/authenticate-requests-to-the-azure-batch-service
 */
export function sharedKeyPolicy({ account, key }: SharedKey): PipelinePolicy {
  const secret = createSecretKey(key, 'base64');
  return {
    name: 'batchSharedKeyPolicy',
    sendRequest: (request, next) => {
      request.headers.set('ocp-date', new Date().toUTCString());
      const signature = createHmac('sha256', secret).update(stringToSign(request, account), 'utf8').digest('base64');
      request.headers.set('authorization', `SharedKey ${account}:${signature}`);
      return next(request);
    },
  };
}

function stringToSign(request: PipelineRequest, account: string): string {
  const url = new URL(request.url);
  const header = (name: string) => request.headers.get(name) ?? '';
  const ocpHeaders = [...request.headers]
    .map(([name, value]) => [name.toLowerCase(), value] as const)
    .filter(([name]) => name.startsWith('ocp-'))
    .toSorted(byName)
    .map(([name, value]) => `${name}:${value}\n`);
  const query = [...url.searchParams]
    .map(([name, value]) => [name.toLowerCase(), value] as const)
    .toSorted(byName)
    .map(([name, value]) => `\n${name}:${value}`);
  return [
    request.method,
    header('content-encoding'),
    header('content-language'),
    contentLength(request),
    header('content-md5'),
    header('content-type'),
    header('date'),
    header('if-modified-since'),
    header('if-match'),
    header('if-none-match'),
    header('if-unmodified-since'),
    header('range'),
    `${ocpHeaders.join('')}/${account}${url.pathname}${query.join('')}`,
  ].join('\n');
}

/** A POST without a body has a content length of 0; a GET has none. */
function contentLength({ method, body }: PipelineRequest): string {
  if (typeof body === 'string') return String(Buffer.byteLength(body));
  return method === 'GET' ? '' : '0';
}

function byName([a]: readonly [string, string], [b]: readonly [string, string]): number {
  return a < b ? -1 : Number(a > b);
}

import { afterAll, beforeAll, expect, it } from 'vitest';
import { blobService } from '../../../src/adapters/blobs/blob-service.ts';
import { describeError } from '../../../src/core/text/describe-error.ts';
import { WebServer } from '../../support/web-server.ts';

let web: WebServer;

beforeAll(async () => {
  web = await WebServer.start();
});
afterAll(() => web.close());

/** What the check of an app with an identity says when the service answers so. */
async function said(status: number, code: string): Promise<string | undefined> {
  web.answer = { status, headers: { 'x-ms-error-code': code } };
  const blobs = web.url('/').toString();
  const storage = { kind: 'identity', tables: blobs, queues: blobs, blobs } as const;
  const getToken = async () => ({ token: 'the-token', expiresOnTimestamp: Number.POSITIVE_INFINITY });
  return blobService(storage, () => ({ getToken }))
    ?.reach()
    .then(() => 'reachable')
    .catch((error: unknown) => describeError(error));
}

it.each([
  [200, '', 'reachable'],
  // Nothing was stored yet.
  [404, 'ContainerNotFound', 'reachable'],
  [403, 'AuthorizationPermissionMismatch', /refuses the app \(403 AuthorizationPermissionMismatch\).*Data Owner/],
  [401, 'InvalidAuthenticationInfo', /refuses the app \(401 InvalidAuthenticationInfo\)/],
  [503, 'ServerBusy', /answers 503/],
])('the blobs of an app with an identity, which answer %s %s', async (status, code, expected) => {
  expect(await said(status, code)).toEqual(typeof expected === 'string' ? expected : expect.stringMatching(expected));
  expect(web.requests.at(-1)?.headers.authorization).toBe('Bearer the-token');
  expect(web.requests.at(-1)?.url).toBe('/lamplighter-forecast?restype=container');
});

it('no sign-in says so', async () => {
  const storage = { kind: 'identity', tables: 't', queues: 'q', blobs: web.url('/').toString() } as const;
  const getToken = () => Promise.reject(new Error('no identity is assigned'));
  const reached = blobService(storage, () => ({ getToken }))?.reach();
  await expect(reached).rejects.toMatchObject({ code: 'StorageUnavailable' });
});

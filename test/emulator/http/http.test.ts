import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { openEmulation } from '../../../src/emulator/emulation.ts';
import { listener } from '../../../src/emulator/http/listener.ts';
import type { RawAnswer, RawRequest } from '../../../src/emulator/http/raw.ts';
import { EmulatedAccount } from '../../support/emulated-account.ts';

let account: EmulatedAccount;

beforeAll(async () => {
  account = await EmulatedAccount.start();
  await account.createIdlePool('render', { dedicated: 2 });
});
afterAll(() => account.close());

function bearer(claims: Record<string, unknown>): Record<string, string> {
  const part = (value: unknown) => Buffer.from(JSON.stringify(value)).toString('base64url');
  return { authorization: `Bearer ${part({ alg: 'none' })}.${part(claims)}.` };
}

const IN_AN_HOUR = Math.floor(Date.now() / 1000) + 3600;
const MINUTES_OFF = (minutes: number) => ({ 'ocp-date': new Date(Date.now() + minutes * 60_000).toUTCString() });
const VALID = bearer({ aud: 'https://batch.core.windows.net/', exp: IN_AN_HOUR })['authorization'] ?? '';

describe('the emulator refuses', () => {
  it.each([
    ['a request without api-version', 'GET', '/pools?api-version=', {}, 400, 'MissingRequiredQueryParameter'],
    ['an unknown api-version', 'GET', '/pools?api-version=2010-01-01', {}, 400, 'UnsupportedRequestVersion'],
    ['a path that leads nowhere', 'GET', '/puddles', {}, 400, 'InvalidUri'],
    ['a verb that a path does not have', 'PUT', '/pools/render/nodes', {}, 405, 'UnsupportedHttpVerb'],
    [
      'start in a version that lacks it',
      'POST',
      '/pools/render/nodes/x/start?api-version=2024-02-01.19.0',
      {},
      400,
      'InvalidUri',
    ],
    ['a wrong signature', 'GET', '/pools', { authorization: 'SharedKey demo:AAAA' }, 403, 'AuthenticationFailed'],
    ['a request that is 16 minutes old', 'GET', '/pools', MINUTES_OFF(-16), 403, 'AuthenticationFailed'],
    ['a request that is 16 minutes early', 'GET', '/pools', MINUTES_OFF(16), 403, 'AuthenticationFailed'],
    ['a request that is dated by no date', 'GET', '/pools', { 'ocp-date': 'now' }, 403, 'AuthenticationFailed'],
    ['another account', 'GET', '/pools', { authorization: 'SharedKey other:AAAA' }, 403, 'AuthenticationFailed'],
    ['credentials of another kind', 'GET', '/pools', { authorization: 'Basic eDp5' }, 400, 'InvalidAuthenticationInfo'],
    [
      'a token for something else',
      'GET',
      '/pools',
      bearer({ aud: 'https://example.org', exp: IN_AN_HOUR }),
      403,
      'AuthenticationFailed',
    ],
    [
      'a token that has run out',
      'GET',
      '/pools',
      bearer({ aud: 'https://batch.core.windows.net/', exp: 1 }),
      403,
      'AuthenticationFailed',
    ],
    [
      'a token that runs out at no time',
      'GET',
      '/pools',
      bearer({ aud: 'https://batch.core.windows.net/', exp: 'soon' }),
      403,
      'AuthenticationFailed',
    ],
    [
      'a token without a place for a signature',
      'GET',
      '/pools',
      { authorization: VALID.slice(0, VALID.lastIndexOf('.')) },
      403,
      'AuthenticationFailed',
    ],
    ['a token that is none', 'GET', '/pools', { authorization: 'Bearer x' }, 403, 'AuthenticationFailed'],
    ['a page size in hexadecimal', 'GET', '/pools?maxresults=0x10', {}, 400, 'InvalidQueryParameterValue'],
    ['a page size with an exponent', 'GET', '/pools?maxresults=1e2', {}, 400, 'InvalidQueryParameterValue'],
    ['a position in hexadecimal', 'GET', '/pools?$skiptoken=0x10', {}, 400, 'InvalidQueryParameterValue'],
    ['a time limit that is no number', 'GET', '/pools?timeOut=x', {}, 400, 'InvalidQueryParameterValue'],
    ['a time limit under its older name', 'GET', '/pools?timeout=-1', {}, 400, 'InvalidQueryParameterValue'],
    ['a page of no items', 'GET', '/pools?maxresults=0', {}, 400, 'OutOfRangeQueryParameterValue'],
    ['a page that is too large', 'GET', '/pools?maxresults=1001', {}, 400, 'OutOfRangeQueryParameterValue'],
    ['a skip token of somebody else', 'GET', '/pools?$skiptoken=abc', {}, 400, 'InvalidQueryParameterValue'],
    ['an option that lists do not have', 'GET', '/pools/render/nodes?$top=1', {}, 400, 'UnsupportedQueryParameter'],
    ['an order that lists do not have', 'GET', '/jobs?$orderby=id', {}, 400, 'UnsupportedQueryParameter'],
    ['a pool that is not there', 'GET', '/pools/other', {}, 404, 'PoolNotFound'],
    ['a node that is not there', 'GET', '/pools/render/nodes/other', {}, 404, 'NodeNotFound'],
    ['a job that is not there', 'GET', '/jobs/other', {}, 404, 'JobNotFound'],
  ] as const)('%s', async (_, method, path, headers, status, code) => {
    const answer = await account.call<{ code: string }>(method, path, undefined, headers);
    expect([answer.status, answer.body.code]).toEqual([status, code]);
  });

  it.each(['timeOut=30', 'timeOut=300', 'timeout=5'])('but no request with %s', async (query) => {
    expect((await account.call('GET', `/pools?${query}`)).status).toBe(200);
  });

  it('but no request that is 14 minutes old', async () => {
    expect((await account.call('GET', '/pools', undefined, MINUTES_OFF(-14))).status).toBe(200);
  });

  it.each([
    ['an unknown property', { nodeDeallocationOption: 'requeue' }, 'UnsupportedProperty', 'nodeDeallocationOption'],
    ['a value that is none', { nodeDeallocateOption: 'now' }, 'InvalidPropertyValue', 'nodeDeallocateOption'],
  ])('%s in a body', async (_, body, code, property) => {
    const [node] = await account.nodes('render');
    const answer = await account.call<object>('POST', `/pools/render/nodes/${node?.id}/deallocate`, body);
    expect(answer).toMatchObject({
      status: 400,
      body: { code, values: expect.arrayContaining([{ key: 'PropertyName', value: property }]) },
    });
    expect(await account.states('render')).toEqual(['idle', 'idle']);
  });

  it('a body without what it must have', async () => {
    const answer = await account.call<object>('POST', '/jobs', { id: 'j' });
    expect(answer).toMatchObject({ status: 400, body: { code: 'MissingRequiredProperty' } });
  });

  it('a body that does not say that it is JSON', async () => {
    const answer = await account.call<object>('POST', '/jobs', {}, { 'content-type': 'text/plain' });
    expect(answer.body).toMatchObject({
      code: 'InvalidHeaderValue',
      values: [
        { key: 'HeaderName', value: 'Content-Type' },
        { key: 'HeaderValue', value: 'text/plain' },
      ],
    });
  });

  it('an operation that it has not, by name', async () => {
    const answer = await account.call<object>('GET', '/jobs/job/jobpreparationandreleasetaskstatus');
    expect(answer).toMatchObject({
      status: 501,
      body: {
        code: 'NotImplemented',
        values: [{ key: 'Operation', value: 'Jobs_ListJobPreparationAndReleaseTaskStatus' }],
      },
    });
  });

  it.each(['/pools', '/subscriptions/s/providers/Microsoft.Batch/batchAccounts'])(
    '%s without credentials',
    async (path) => {
      const { status, headers } = await fetch(
        `${account.url}${path}?api-version=${path === '/pools' ? '2025-06-01' : '2024-07-01'}`,
      );
      expect([status, headers.get('content-type')]).toEqual([403, expect.stringContaining('json')]);
    },
  );

  it.each(['[]', '"render"', '5', '{'])('%s as a body', async (body) => {
    const headers = { authorization: VALID, 'content-type': 'application/json' };
    const url = `${account.url}/pools?api-version=2025-06-01`;
    const response = await fetch(url, { method: 'POST', headers, body });
    expect(await response.json()).toMatchObject({ code: 'InvalidRequestBody' });
    expect(response.status).toBe(400);
  });

  it('a body whose arrays and objects are within each other a thousand times, which no answer could show', async () => {
    const deep = `${'['.repeat(10_000)}${']'.repeat(10_000)}`;
    const headers = { authorization: VALID, 'content-type': 'application/json' };
    const body = `{"id":"deep","poolInfo":{"poolId":"render"},"networkConfiguration":${deep}}`;
    const response = await fetch(`${account.url}/jobs?api-version=2025-06-01`, { method: 'POST', headers, body });
    expect([response.status, await response.json()]).toMatchObject([400, { code: 'InvalidRequestBody' }]);
    expect((await fetch(`${account.url}/_emulator/faults`, { method: 'POST', body: deep })).status).toBe(400);
    expect(await account.call('GET', '/jobs')).toMatchObject({ status: 200, body: { value: [] } });
    expect(await account.journal()).not.toEqual([]);
  });

  it('a body of 5 MiB as it refuses everything else, on both planes and at the control endpoints', async () => {
    const body = JSON.stringify({ id: 'x'.repeat(5 * 1024 * 1024) });
    const send = async (path: string, authorization: string) => {
      const headers = { authorization, 'content-type': 'application/json' };
      const response = await fetch(account.url + path, { method: 'PUT', headers, body });
      return [response.status, await response.json()];
    };
    const audience = { aud: 'https://management.azure.com/', exp: IN_AN_HOUR };
    const managed = bearer(audience)['authorization'] ?? '';
    expect(await send('/jobs/job?api-version=2025-06-01', VALID)).toMatchObject([
      413,
      {
        'odata.metadata': expect.stringContaining('Container.errors/@Element'),
        code: 'RequestBodyTooLarge',
        message: { value: expect.stringMatching(/\nRequestId:[0-9a-f-]{36}\nTime:/) },
      },
    ]);
    expect(await send(`${account.resourceId}/pools/large?api-version=2025-06-01`, managed)).toMatchObject([
      413,
      { error: { code: 'RequestBodyTooLarge' } },
    ]);
    expect((await account.journal()).slice(-2)).toMatchObject([{ status: 413 }, { status: 413 }]);
  });

  it('a body that is too large once more when its log is replayed', async () => {
    const large: RawRequest = {
      method: 'POST',
      url: '/pools/render/stopresize?api-version=2025-06-01',
      headers: { authorization: VALID },
      body: '',
      isTooLarge: true,
      encrypted: false,
    };
    const other = openEmulation({ speed: 0 });
    const control = (method: string, name: string, body = '') =>
      other.answer({ method, url: `/_emulator/${name}`, headers: {}, body, encrypted: false }) as RawAnswer;
    expect(other.answer(large)).toMatchObject({ status: 413 });
    expect(other.answer({ ...large, url: '/_emulator/knobs', method: 'PUT' })).toMatchObject({ status: 413 });
    const state = control('GET', 'state').body ?? '';
    expect(control('PUT', 'state', state).status).toBe(200);
    expect(JSON.parse(control('GET', 'state').body ?? '')).toEqual(JSON.parse(state));
  });

  it('in the shape of the management plane there', async () => {
    const answer = await account.call<object>('GET', `${account.resourceId}/pools/other`);
    expect(answer).toEqual({
      status: 404,
      headers: expect.anything(),
      body: {
        error: { code: 'PoolNotFound', message: 'The specified pool does not exist.', target: 'BatchAccount' },
      },
    });
  });
});

describe('the emulator answers', () => {
  it('a refusal with request id and time in its message', async () => {
    const { body, headers } = await account.call<{ message: { value: string } }>('GET', '/pools/other');
    expect(body).toEqual({
      'odata.metadata': `${account.url}/$metadata#Microsoft.Azure.Batch.Protocol.Entities.Container.errors/@Element`,
      code: 'PoolNotFound',
      message: { lang: 'en-US', value: expect.stringContaining('The specified pool does not exist.\nRequestId:') },
    });
    expect(body.message.value).toContain(`RequestId:${headers.get('request-id')}\nTime:`);
    expect(body.message.value).toMatch(/\nTime:2026-03-02T12:04:00\.0000000Z$/);
  });

  it('with the headers of the service', async () => {
    const { headers } = await account.call('GET', '/pools/render');
    expect(Object.fromEntries(headers)).toMatchObject({
      'content-type': 'application/json;odata=minimalmetadata;streaming=true;charset=utf-8',
      dataserviceversion: '3.0;',
      date: 'Mon, 02 Mar 2026 12:04:00 GMT',
      etag: expect.stringMatching(/^0x[0-9A-F]+$/),
      'last-modified': expect.stringContaining('GMT'),
      'request-id': expect.stringMatching(/^[0-9a-f-]{36}$/),
    });
    expect(headers.has('client-request-id')).toBe(false);
  });

  it('with the id of the client where the client wants it back', async () => {
    const { headers } = await account.call('GET', '/pools', undefined, {
      'client-request-id': 'abc',
      'return-client-request-id': 'true',
    });
    expect(headers.get('client-request-id')).toBe('abc');
  });

  it('a bearer token for Batch', async () => {
    expect(await account.call('GET', '/pools', undefined, { authorization: VALID })).toMatchObject({ status: 200 });
  });

  it.each(['2022-01-01.15.0', '2023-05-01.17.0'])('clients that ask for %s', async (version) => {
    expect(await account.call('GET', `/pools?api-version=${version}`)).toMatchObject({ status: 200 });
  });

  it.each(['2022-01-01', '2023-05-01'])('clients of the management plane that ask for %s', async (version) => {
    const pools = `${account.resourceId}/pools?api-version=${version}`;
    expect(await account.call('GET', pools)).toMatchObject({ status: 200 });
  });

  it('ids in any letter case, as they were written', async () => {
    expect(await account.call<object>('GET', '/pools/RENDER')).toMatchObject({ status: 200, body: { id: 'render' } });
  });
});

describe('a list', () => {
  it('goes on at the link it gives, for as long as there is more', async () => {
    for (let index = 0; index < 12; index += 1) await account.createPool(`pool-${index}`, { dedicated: 0 });
    const pages: string[][] = [];
    let path: string | undefined = '/pools?maxresults=5&$select=id';
    while (path !== undefined) {
      type Page = { value: { id: string }[]; 'odata.nextLink'?: string };
      const { body }: { body: Page } = await account.call<Page>('GET', path);
      pages.push(body.value.map(({ id }) => id));
      path = body['odata.nextLink']?.slice(account.url.length);
    }
    expect(pages.map(({ length }) => length)).toEqual([5, 5, 3]);
    expect(new Set(pages.flat()).size).toBe(13);
  });

  it('of node counts has ten pools a page', async () => {
    const { body } = await account.call<{ value: unknown[]; 'odata.nextLink': string }>('GET', '/nodecounts');
    expect(body.value).toHaveLength(10);
    const next = await account.call<{ value: unknown[] }>('GET', body['odata.nextLink'].slice(account.url.length));
    expect(next.body.value).toHaveLength(3);
  });

  it('shows only what is selected', async () => {
    const { body } = await account.call<{ value: object[] }>('GET', "/pools?$filter=id eq 'render'&$select=id,state");
    expect(body.value).toEqual([{ id: 'render', state: 'active' }]);
  });
});

describe('a fault of the emulator itself', () => {
  it('is answered, with and without a body, and told on standard error', async () => {
    const told = vi.spyOn(process.stderr, 'write').mockReturnValue(true);
    const server = createServer(
      listener(() => {
        throw new Error('broken');
      }),
    );
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/pools`;
    for (const init of [{}, { method: 'POST', body: '{}' }]) {
      expect(await fetch(url, { ...init, signal: AbortSignal.timeout(2000) })).toMatchObject({ status: 500 });
    }
    expect(told).toHaveBeenCalledTimes(2);
    told.mockRestore();
    server.closeAllConnections();
    server.close();
  });
});

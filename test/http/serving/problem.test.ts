import functions from '@azure/functions';
import { afterEach, describe, expect, it, vi } from 'vitest';
import type { Ports } from '../../../src/app/ports.ts';
import { ports as composedPorts } from '../../../src/composition.ts';
import { endpoint } from '../../../src/http/endpoint.ts';
import { getHealth } from '../../../src/http/health.ts';
import { SECURITY_HEADERS } from '../../../src/http/security-headers.ts';
import { AppError, type ErrorCode } from '../../../src/ports/errors.ts';
import { type BareHandler, call } from '../../support/http-call.ts';

const NO_PORTS = { settings: {} } as Ports;

function throws(error: unknown): BareHandler {
  return () => Promise.reject(error);
}

/** Calls a handler as the invocation `i-1`, and gives its answer with what was written to the log as an error. */
async function callLogged(handler: BareHandler) {
  const logged: unknown[][] = [];
  const context = new functions.InvocationContext({
    functionName: 'test',
    invocationId: 'i-1',
    logHandler: (level, ...args) => {
      if (level === 'error') logged.push(args);
    },
  });
  const request = new functions.HttpRequest({ method: 'GET', url: 'http://127.0.0.1/api/test' });
  const answer = await endpoint(() => NO_PORTS, { access: 'operate', handler })(request, context);
  return { answer, logged };
}

afterEach(() => {
  vi.unstubAllEnvs();
});

describe('a problem', () => {
  it.each([
    ['AccountNotFound', 404, 'account-not-found', 'Account not found'],
    ['BatchUnavailable', 503, 'batch-unavailable', 'Batch unavailable'],
    ['BodyTooLarge', 413, 'body-too-large', 'Body too large'],
    ['DocumentChanged', 412, 'document-changed', 'Document changed'],
    ['DocumentInUse', 409, 'document-in-use', 'Document in use'],
    ['DocumentNotFound', 404, 'document-not-found', 'Document not found'],
    ['InvalidDocument', 400, 'invalid-document', 'Invalid document'],
    ['InvalidPool', 400, 'invalid-pool', 'Invalid pool'],
    ['InvalidRequest', 400, 'invalid-request', 'Invalid request'],
    ['Misconfigured', 503, 'misconfigured', 'Misconfigured'],
    ['PoolExists', 409, 'pool-exists', 'Pool exists'],
    ['PoolNotFound', 404, 'pool-not-found', 'Pool not found'],
    ['PreconditionRequired', 428, 'precondition-required', 'Precondition required'],
    ['StorageUnavailable', 503, 'storage-unavailable', 'Storage unavailable'],
    ['UnsupportedMediaType', 415, 'unsupported-media-type', 'Unsupported media type'],
  ] satisfies readonly (readonly [ErrorCode, number, string, string])[])(
    'is %s with status %i',
    async (code, status, type, title) => {
      const answer = await call(throws(new AppError(code, 'What was being done, and how to mend it.')), NO_PORTS);
      expect(answer.status).toBe(status);
      expect(answer.headers.get('content-type')).toBe('application/problem+json');
      expect(answer.body).toEqual({
        type: `urn:lamplighter:problem:${type}`,
        title,
        status,
        detail: 'What was being done, and how to mend it.',
        code,
      });
    },
  );

  it('lists every fault, in order', async () => {
    const faults = [
      { path: '$.b', message: 'first' },
      { path: '$.a', message: 'second' },
    ];
    const { body } = await call(throws(new AppError('InvalidDocument', 'No.', { faults })), NO_PORTS);
    expect(body.errors).toEqual(faults);
  });

  it('lists a thousand faults at most, and says how many there are besides', async () => {
    const faults = Array.from({ length: 1000 }, (_, index) => ({ path: `$[${index}]`, message: 'wrong' }));
    const errorsFor = async (all: typeof faults) =>
      (await call(throws(new AppError('InvalidRequest', 'No.', { faults: all })), NO_PORTS)).body.errors;
    expect(await errorsFor(faults)).toEqual(faults);
    expect(await errorsFor([...faults, ...faults])).toEqual(
      faults.with(-1, { path: '$[999]', message: 'wrong; the input has 1000 more faults after it' }),
    );
  });

  it('has what else the error knows', async () => {
    const { body } = await call(throws(new AppError('InvalidPool', 'No.', { members: { findings: [1] } })), NO_PORTS);
    expect(body).toMatchObject({ code: 'InvalidPool', findings: [1] });
  });

  it.each([
    ['BatchUnavailable', '30'],
    ['StorageUnavailable', '5'],
    ['Misconfigured', null],
    ['DocumentChanged', null],
  ] as const)('says when to ask again where that helps: %s %s', async (code, seconds) => {
    const { headers } = await call(throws(new AppError(code, 'No.')), NO_PORTS);
    expect(headers.get('retry-after')).toBe(seconds);
  });

  it('is kept by nobody and read as nothing else', async () => {
    const { headers } = await call(throws(new AppError('PoolNotFound', 'No.')), NO_PORTS);
    expect(Object.fromEntries(headers)).toEqual({
      ...SECURITY_HEADERS,
      'content-type': 'application/problem+json',
    });
  });

  it('does not show what caused it', async () => {
    const cause = new Error('AccountKey=c2VjcmV0');
    const { body } = await call(throws(new AppError('StorageUnavailable', 'No.', { cause })), NO_PORTS);
    expect(JSON.stringify(body)).not.toContain('c2VjcmV0');
  });
});

describe('an unexpected error', () => {
  const secret = new TypeError('cannot read AccountKey=c2VjcmV0', { cause: new Error('at /home/site/wwwroot') });

  it.each([
    ['an error', secret],
    ['a text', 'AccountKey=c2VjcmV0'],
    ['nothing', undefined],
  ])('says nothing of itself but where the log has it: %s', async (_, error) => {
    const { answer } = await callLogged(throws(error));
    expect(answer.status).toBe(500);
    expect(JSON.parse(answer.body as string)).toEqual({
      type: 'urn:lamplighter:problem:internal-error',
      title: 'Internal error',
      status: 500,
      detail: 'An unexpected error occurred. The log has it under i-1.',
      code: 'InternalError',
    });
  });

  it('is in the log with what caused it and where, in one line and without what looks like a secret', async () => {
    const { logged } = await callLogged(throws(secret));
    const place = expect.stringMatching(/^ +at .*problem\.test\.ts[\s\S]*\ncaused by\n +at /);
    expect(logged).toEqual([['cannot read AccountKey=… (at /home/site/wwwroot)', place]]);
  });

  it('brings nothing into the log but words and places, whatever it carries', async () => {
    const { logged } = await callLogged(
      throws(Object.assign(new Error('no\r\n    at forged (file:1:1)'), { request: { headers: 'c2VjcmV0' } })),
    );
    expect(logged[0]?.[0]).toBe('no     at forged (file:1:1)');
    expect(logged[0]?.[1]).not.toContain('forged');
    expect(JSON.stringify(logged)).not.toContain('c2VjcmV0');
  });
});

describe('the log', () => {
  it.each([
    ['StorageUnavailable', 1],
    ['Misconfigured', 1],
    ['DocumentChanged', 0],
    ['InvalidDocument', 0],
  ] as const)('has what is our fault only: %s', async (code, count) => {
    expect((await callLogged(throws(new AppError(code, 'No.')))).logged).toHaveLength(count);
  });
});

describe('wrong settings', () => {
  it('are an answer that lists every one of them, and no secret', async () => {
    for (const name of ['AzureWebJobsStorage', 'AzureWebJobsStorage__accountName', 'BATCH_ACCOUNTS'])
      vi.stubEnv(name, undefined);
    for (const name of ['tableServiceUri', 'queueServiceUri']) vi.stubEnv(`AzureWebJobsStorage__${name}`, undefined);
    vi.stubEnv('BATCH_ACCOUNT_KEYS', '{"demo":"c2VjcmV0!"}');
    vi.stubEnv('ARM_ENDPOINT', 'management');
    vi.stubEnv('LAMPLIGHTER_CLOCK', undefined);
    const answer = await call(getHealth, composedPorts);
    expect(answer.status).toBe(503);
    expect(answer.headers.get('content-type')).toBe('application/problem+json');
    expect(answer.body).toEqual({
      type: 'urn:lamplighter:problem:misconfigured',
      title: 'Misconfigured',
      status: 503,
      detail: expect.stringMatching(/^The app settings are not complete:\n/),
      code: 'Misconfigured',
    });
    const named = answer.body.detail
      .split('\n')
      .slice(1)
      .map((line: string) => /^- (\w+): /.exec(line)?.[1]);
    expect(named).toEqual(['AzureWebJobsStorage', 'BATCH_ACCOUNT_KEYS', 'BATCH_ACCOUNTS', 'ARM_ENDPOINT']);
    expect(answer.body.detail).not.toContain('c2VjcmV0');
  });

  it('are read again at the next request', async () => {
    vi.stubEnv('AzureWebJobsStorage', 'AccountName=a;AccountKey=YQ==');
    vi.stubEnv('BATCH_ACCOUNTS', '');
    expect((await call(getHealth, composedPorts)).body.detail).not.toContain('AzureWebJobsStorage');
    vi.stubEnv('AzureWebJobsStorage', '');
    expect((await call(getHealth, composedPorts)).body.detail).toContain('AzureWebJobsStorage');
  });

  it('are an answer also where a connection string is none', async () => {
    vi.stubEnv('AzureWebJobsStorage', 'not a connection string');
    vi.stubEnv('BATCH_ACCOUNTS', '[{"name":"demo","endpoint":"http://127.0.0.1:1"}]');
    vi.stubEnv('BATCH_ACCOUNT_KEYS', '{"demo":"c2VjcmV0"}');
    expect(await call(getHealth, composedPorts)).toMatchObject({ status: 503, body: { code: 'Misconfigured' } });
  });
});

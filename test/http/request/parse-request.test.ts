import functions, { type HttpRequest } from '@azure/functions';
import { describe, expect, it } from 'vitest';
import * as z from 'zod';
import type { Contract } from '../../../src/api/contract.ts';
import { IDEMPOTENCY_HEADERS } from '../../../src/api/parameters.ts';
import { parseRequest } from '../../../src/http/request/parse-request.ts';

function request(body: string | Uint8Array, headers: Readonly<Record<string, string>> = {}): HttpRequest {
  return new functions.HttpRequest({
    method: 'PUT',
    url: 'http://127.0.0.1/api/test',
    headers,
    body: { bytes: Buffer.from(body) },
  });
}

const JSON_TYPE = { 'content-type': 'application/json' };
const MIB = 1024 * 1024;

/** A JSON text of so many bytes. */
function textOf(bytes: number): string {
  return JSON.stringify('a'.repeat(bytes - 2));
}

const CONTRACT: Contract = {
  name: 'put-thing',
  method: 'PUT',
  route: 'things/{id}',
  access: 'operate',
  tag: 'app',
  summary: 'Save a thing.',
  body: { schema: z.unknown(), example: {} },
  answers: {},
  problems: [],
};

async function parseBody(asked: HttpRequest, contract: Partial<Contract> = {}): Promise<unknown> {
  const parsed = await parseRequest({ ...CONTRACT, ...contract }, asked);
  return 'body' in parsed ? parsed.body : undefined;
}

describe('a member that is given more than once', () => {
  it.each([
    ['{"windows":[1],"windows":[]}', ['$.windows']],
    ['{"outside":{"min":0,"max":0,"min":1}}', ['$.outside.min']],
    ['{"windows":[{},{"from":1,"to":2,"from":3}],"id":1,"\\u0069d":2}', ['$.windows[1].from', '$.id']],
    ['[{"a":1},{"a":1}]', []],
    ['{"a":{"a":"a"},"b":"\\"a\\":1,\\"a\\""}', []],
  ])('is refused: %s', async (text, paths) => {
    const faults = await parseBody(request(text)).then(
      () => [],
      (error: unknown) => (error as { readonly faults: readonly { readonly path: string }[] }).faults,
    );
    expect(faults).toEqual(paths.map((path) => ({ path, message: 'it is given more than once' })));
  });
});

describe('the parameters of a request', () => {
  const parameters = {
    path: z.object({ id: z.string().max(3, 'too long') }),
    query: z.strictObject({ days: z.coerce.number('a number is expected').default(7) }),
    headers: IDEMPOTENCY_HEADERS,
  };
  const asked = (id: string, query: Readonly<Record<string, string>>, headers = {}) =>
    new functions.HttpRequest({ method: 'PUT', url: 'http://127.0.0.1/', params: { id }, query, headers });

  it('are what their contract makes of them', async () => {
    const { body: _, ...contract } = { ...CONTRACT, ...parameters };
    expect(await parseRequest(contract, asked('a', { code: 'key' }, { 'Idempotency-Key': 'k-1' }))).toEqual({
      path: { id: 'a' },
      query: { days: 7 },
      headers: { 'idempotency-key': 'k-1' },
      body: undefined,
    });
  });

  it('have all their faults in one answer, before the body is read', async () => {
    const request = asked('long', { days: 'x', nobody: 'knows' }, { 'Idempotency-Key': 'a b' });
    await expect(parseRequest({ ...CONTRACT, ...parameters }, request)).rejects.toMatchObject({
      code: 'InvalidRequest',
      faults: [
        { path: 'id', message: 'too long' },
        { path: 'days', message: 'a number is expected' },
        { path: 'nobody', message: 'there is no such parameter' },
        { path: 'Idempotency-Key', message: 'from 1 to 255 characters without spaces are expected' },
      ],
    });
    expect(request.bodyUsed).toBe(false);
  });

  it('are given once, but for those of the host', async () => {
    const { body: _, ...contract } = { ...CONTRACT, ...parameters };
    const at = (query: string) =>
      new functions.HttpRequest({ method: 'PUT', url: `http://127.0.0.1/?${query}`, params: { id: 'a' } });
    await expect(parseRequest(contract, at('days=1&days=2&days=3'))).rejects.toMatchObject({
      code: 'InvalidRequest',
      faults: [{ path: 'days', message: 'it is given more than once' }],
    });
    expect(await parseRequest(contract, at('days=1&code=a&code=b'))).toMatchObject({ query: { days: 1 } });
  });
});

describe('the body of a request', () => {
  it('is parsed by its schema, with the path of each fault', async () => {
    const body = { schema: z.object({ count: z.number('a number is expected') }), example: {} };
    expect(await parseBody(request('{"count":1,"more":2}'), { body })).toEqual({ count: 1 });
    await expect(parseBody(request('{"count":"x"}'), { body })).rejects.toMatchObject({
      code: 'InvalidRequest',
      faults: [{ path: '$.count', message: 'a number is expected' }],
    });
  });

  it('is handed on as JSON where it is a document', async () => {
    const body = { document: 'schedule', example: {} } as const;
    expect(await parseBody(request('{"any":["thing"]}'), { body })).toEqual({ any: ['thing'] });
  });

  it('is repeated in no problem where it is confidential', async () => {
    const body = { document: 'subscription', confidential: true, example: {} } as const;
    await expect(parseBody(request('whsec_abc'), { body })).rejects.toMatchObject({
      faults: [{ path: '$', message: 'not JSON' }],
    });
  });

  it('is handed on as it came where the handler needs its text', async () => {
    const body = { schema: z.object({}), text: true, example: {} } as const;
    expect(await parseBody(request('{ "a": '), { body })).toBe('{ "a": ');
  });

  it('is not read where the sender has to prove itself by it', async () => {
    const asked = request('{}');
    expect(await parseRequest({ ...CONTRACT, unread: true }, asked)).toEqual({ request: asked });
    expect(asked.bodyUsed).toBe(false);
  });

  it.each([
    ['an object', '{"a":[1,null]}', { a: [1, null] }],
    ['with white space', ' \n{ "a" : 1 }\r\n', { a: 1 }],
    ['text in any script', '"Büro 営業時間 🏮"', 'Büro 営業時間 🏮'],
    ['after a byte order mark', '\ufeff[1]', [1]],
    ['nothing but null', 'null', null],
  ])('reads %s', async (_, text, value) => {
    expect(await parseBody(request(text, JSON_TYPE))).toEqual(value);
  });

  it.each([
    ['application/json'],
    ['application/json; charset=utf-8'],
    ['application/json;charset=UTF-8'],
    ['APPLICATION/JSON'],
    ['application/merge-patch+json'],
    ['application/vnd.lamplighter.v1+json'],
  ])('takes the content type %s', async (type) => {
    expect(await parseBody(request('{}', { 'content-type': type }))).toEqual({});
  });

  it('takes a body without a content type for JSON', async () => {
    expect(await parseBody(request('{}'))).toEqual({});
  });

  it.each([
    ['text/plain'],
    ['text/json'],
    ['application/jsonp'],
    ['application/x-www-form-urlencoded'],
    ['application/xml'],
    ['text/plain; application/json'],
  ])('refuses the content type %s', async (type) => {
    await expect(parseBody(request('{}', { 'content-type': type }))).rejects.toMatchObject({
      code: 'UnsupportedMediaType',
      message: `The body is '${type}'; send it as application/json.`,
    });
  });

  it.each([
    ['an empty body', '', /^not JSON: Unexpected end of JSON input/],
    ['white space', ' \n', /^not JSON: Unexpected end of JSON input/],
    ['half an object', '{"a":', /^not JSON: /],
    ['a trailing comma', '{"a":1,}', /^not JSON: .*position 7/],
    ['a comment', '{} // no', /^not JSON: /],
    ['NaN', 'NaN', /^not JSON: /],
    ['two values', '{}{}', /^not JSON: /],
    ['a broken sequence', Uint8Array.of(0x22, 0xc3, 0x28, 0x22), /^not UTF-8$/],
    ['a surrogate', Uint8Array.of(0x22, 0xed, 0xa0, 0x80, 0x22), /^not UTF-8$/],
    ['UTF-16', Buffer.from('\ufeff{}', 'utf16le'), /^not UTF-8$/],
  ])('refuses %s', async (_, body, message) => {
    await expect(parseBody(request(body, JSON_TYPE))).rejects.toMatchObject({
      code: 'InvalidRequest',
      message: 'The body is not JSON.',
      faults: [{ path: '$', message: expect.stringMatching(message) }],
    });
  });

  it('takes a body of 1 MiB, and not a byte more', async () => {
    expect(await parseBody(request(textOf(MIB), JSON_TYPE))).toHaveLength(MIB - 2);
    await expect(parseBody(request(textOf(MIB + 1), JSON_TYPE))).rejects.toMatchObject({
      code: 'BodyTooLarge',
      message: 'The body is larger than 1048576 bytes, the largest that is accepted.',
    });
  });

  it('counts bytes, not characters', async () => {
    await expect(parseBody(request(`"${'ä'.repeat(MIB / 2)}"`, JSON_TYPE))).rejects.toMatchObject({
      code: 'BodyTooLarge',
    });
  });

  it('does not read a body that says of itself that it is too large', async () => {
    const large = request('{}', { ...JSON_TYPE, 'content-length': `${MIB + 1}` });
    await expect(parseBody(large)).rejects.toMatchObject({ code: 'BodyTooLarge' });
    expect(large.bodyUsed).toBe(false);
  });
});

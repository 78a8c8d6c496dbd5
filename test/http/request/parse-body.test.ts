import functions, { type HttpRequest } from '@azure/functions';
import { describe, expect, it } from 'vitest';
import { parseBody } from '../../../src/http/request/parse-body.ts';

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

describe('parseBody', () => {
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
      message: 'The body is larger than 1048576 bytes, the most that is taken.',
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

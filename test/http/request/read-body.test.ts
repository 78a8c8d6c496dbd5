import { ReadableStream } from 'node:stream/web';
import { HttpRequest } from '@azure/functions';
import { describe, expect, it } from 'vitest';
import { readBytes } from '../../../src/http/request/read-body.ts';

/** A request whose body comes in pieces of 64 KiB, as many as somebody likes to send; counts those that were taken. */
function chunked(pieces: number) {
  let taken = 0;
  const body = new ReadableStream<Uint8Array>(
    {
      pull: (controller) => {
        if (taken === pieces) return controller.close();
        taken += 1;
        controller.enqueue(new Uint8Array(65_536).fill(32));
      },
    },
    { highWaterMark: 0 },
  );
  const headers = { 'content-type': 'application/json' };
  const plain = new HttpRequest({ method: 'POST', url: 'http://127.0.0.1/', headers });
  const request = Object.create(plain, { headers: { value: plain.headers }, body: { value: body } }) as HttpRequest;
  return { request, taken: () => taken };
}

describe('a body of unknown length', () => {
  it('is read to its end', async () => {
    const { request } = chunked(16);
    expect((await readBytes(request)).byteLength).toBe(1024 * 1024);
  });

  it('is refused at the limit, and not read further', async () => {
    const { request, taken } = chunked(4800);
    await expect(readBytes(request)).rejects.toMatchObject({ code: 'BodyTooLarge' });
    expect(taken()).toBeLessThanOrEqual(18);
  });
});

it('takes a request without a body for an empty one', async () => {
  expect((await readBytes(new HttpRequest({ method: 'POST', url: 'http://127.0.0.1/' }))).byteLength).toBe(0);
});

describe('a body with a content encoding', () => {
  function encoded(coding: string) {
    const headers = { 'content-type': 'application/json', 'content-encoding': coding };
    return new HttpRequest({ method: 'POST', url: 'http://127.0.0.1/', headers, body: { string: '{}' } });
  }

  it('is refused by the name of the encoding', async () => {
    await expect(readBytes(encoded('gzip'))).rejects.toMatchObject({
      code: 'UnsupportedMediaType',
      message: "The body is compressed ('gzip'); send it as it is.",
    });
  });

  it.each(['identity', 'utf-8'])('that compresses nothing is read: %s', async (coding) => {
    expect((await readBytes(encoded(coding))).byteLength).toBe(2);
  });
});

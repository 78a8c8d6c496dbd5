import type { HttpRequest } from '@azure/functions';
import { AppError } from '../../ports/errors.ts';

/** The largest body, in bytes. */
const LARGEST_BODY = 1024 * 1024;

/** Some senders write `utf-8` into `Content-Encoding`, and compress nothing. */
const COMPRESSED = /\b(?:gzip|compress|deflate|br|zstd|dcb|dcz)\b/i;

/** The text of a body whose content type is JSON. @throws AppError BodyTooLarge, UnsupportedMediaType, InvalidRequest */
export async function readText(request: HttpRequest): Promise<string> {
  return toText(await readBytes(request));
}

/** The bytes of a body whose content type is JSON, and which is not compressed. @throws AppError BodyTooLarge, UnsupportedMediaType */
export async function readBytes(request: HttpRequest): Promise<ArrayBuffer> {
  const type = request.headers.get('content-type');
  if (type !== null && !/^application\/(?:[\w.+-]+\+)?json\s*(?:;|$)/i.test(type)) {
    throw new AppError('UnsupportedMediaType', `The body is '${type}'; send it as application/json.`);
  }
  const coding = request.headers.get('content-encoding')?.trim() ?? '';
  if (COMPRESSED.test(coding)) {
    throw new AppError('UnsupportedMediaType', `The body is compressed ('${coding}'); send it as it is.`);
  }
  if (Number(request.headers.get('content-length') ?? 0) > LARGEST_BODY) throw tooLarge();
  return wholeBody(request.body);
}

/** Reads a chunked body of unknown length, but no chunk beyond the largest size. */
async function wholeBody(body: HttpRequest['body']): Promise<ArrayBuffer> {
  if (body === null) return new ArrayBuffer(0);
  const pieces: Uint8Array[] = [];
  let length = 0;
  // Leaving the loop cancels the body.
  for await (const piece of body as AsyncIterable<Uint8Array>) {
    length += piece.byteLength;
    if (length > LARGEST_BODY) throw tooLarge();
    pieces.push(piece);
  }
  const bytes = new Uint8Array(length);
  let at = 0;
  for (const piece of pieces) {
    bytes.set(piece, at);
    at += piece.byteLength;
  }
  return bytes.buffer;
}

/** Bytes as text. @throws AppError InvalidRequest if they are not UTF-8 */
export function toText(bytes: ArrayBuffer): string {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch (error) {
    const faults = [{ path: '$', message: 'not UTF-8' }];
    throw new AppError('InvalidRequest', 'The body is not JSON.', { faults, cause: error });
  }
}

function tooLarge(): AppError {
  return new AppError('BodyTooLarge', `The body is larger than ${LARGEST_BODY} bytes, the largest that is accepted.`);
}

import type { HttpRequest } from '@azure/functions';
import { AppError } from '../../ports/errors.ts';

/** Bodies beyond it are refused, in bytes. */
const LARGEST_BODY = 1024 * 1024;

/** The text of a body that is said to be JSON. @throws AppError BodyTooLarge, UnsupportedMediaType, InvalidRequest */
export async function readText(request: HttpRequest): Promise<string> {
  return toText(await readBytes(request));
}

/** A body that is said to be JSON, as it came. @throws AppError BodyTooLarge, UnsupportedMediaType */
export async function readBytes(request: HttpRequest): Promise<ArrayBuffer> {
  const type = request.headers.get('content-type');
  if (type !== null && !/^application\/(?:[\w.+-]+\+)?json\s*(?:;|$)/i.test(type)) {
    throw new AppError('UnsupportedMediaType', `The body is '${type}'; send it as application/json.`);
  }
  if (Number(request.headers.get('content-length') ?? 0) > LARGEST_BODY) throw tooLarge();
  const bytes = await request.arrayBuffer();
  if (bytes.byteLength > LARGEST_BODY) throw tooLarge();
  return bytes;
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

import { AppError } from '../ports/errors.ts';
import type { AnswerUnderWay } from './answers-under-way.ts';

/** A body that is made piece by piece. */
export type Pieces = AsyncIterable<Uint8Array>;

/** The largest response, in bytes, if the host does not stream: it is in memory more than once. */
export const LARGEST_WHOLE = 16 * 1024 * 1024;

/** Is it a body that is made piece by piece? */
export function isInPieces(body: unknown): body is Pieces {
  return typeof body === 'object' && body !== null && Symbol.asyncIterator in body;
}

/**
 * The body for the host: streamed at the pace of the caller if streaming is on; otherwise as a whole, up to a size. A failure
 * before the first piece is thrown.
 * @throws AppError AnswerTooLarge
 */
export async function bodyOf(pieces: Pieces, answer: AnswerUnderWay | undefined): Promise<Pieces | Uint8Array> {
  if (answer === undefined) return whole(pieces);
  const iterator = pieces[Symbol.asyncIterator]();
  const first = await iterator.next();
  return paced({ first, rest: iterator }, answer);
}

async function whole(pieces: Pieces): Promise<Uint8Array> {
  const parts: Uint8Array[] = [];
  let size = 0;
  for await (const piece of pieces) {
    parts.push(piece);
    size += piece.length;
    if (size > LARGEST_WHOLE) {
      throw new AppError(
        'AnswerTooLarge',
        'The response is larger than this app sends as a whole: narrow it with from and to, or turn LAMPLIGHTER_HTTP_STREAM on.',
      );
    }
  }
  return Buffer.concat(parts);
}

interface Begun {
  readonly first: IteratorResult<Uint8Array>;
  readonly rest: AsyncIterator<Uint8Array>;
}

async function* paced({ first, rest }: Begun, answer: AnswerUnderWay): AsyncGenerator<Uint8Array> {
  try {
    for (let next = first; next.done !== true; next = await rest.next()) {
      yield next.value;
      if (!(await answer.hasTaken())) return;
    }
  } catch (error) {
    answer.breakOff();
    throw error;
  } finally {
    await rest.return?.();
  }
}

import { brotliCompressSync, brotliDecompressSync, constants } from 'node:zlib';
import { toByteChunks } from './byte-chunks.ts';
import { chunkNames, fromChunks, toChunks } from './text-chunks.ts';

/**
 * The longest text that is stored as it is, so that people can read it in other tools. An entity holds 1 MiB, which is half a
 * million characters for all its properties: https://learn.microsoft.com/rest/api/storageservices/understanding-the-table-service-data-model
 */
const LONGEST = 100_000;

/** What fits into an entity never expands to more. */
const MOST_BYTES = 64 * 1024 * 1024;

/**
 * What a pool of thousands of nodes remembers names each of them several times, megabytes apart. Brotli has a window of 16 MiB,
 * gzip one of 32 KiB, which makes ten times as much of it.
 */
const PARAMETERS = {
  [constants.BROTLI_PARAM_QUALITY]: 4,
  [constants.BROTLI_PARAM_LGWIN]: constants.BROTLI_MAX_WINDOW_BITS,
};

const packedName = (name: string) => `${name}Packed`;

/** Splits a text over as many properties as it needs; a long one is packed first, into binary properties. */
export function toPackedChunks(name: string, text: string): Readonly<Record<string, string | Uint8Array>> {
  if (text.length <= LONGEST) return toChunks(name, text);
  return toByteChunks(packedName(name), brotliCompressSync(text, { params: PARAMETERS }));
}

/** Has `toPackedChunks` packed one of these properties? */
export function arePacked(properties: Readonly<Record<string, unknown>>): boolean {
  return Object.values(properties).some((value) => value instanceof Uint8Array);
}

/** The text that `toPackedChunks` has stored; `undefined` if there is none. */
export function fromPackedChunks(entity: Readonly<Record<string, unknown>>, name: string): string | undefined {
  return fromChunks(entity, name) ?? unpacked(entity, packedName(name));
}

/** The names of all properties that such a text can have; an older app has written long texts as they are. */
export function packedChunkNames(name: string): readonly string[] {
  return [...chunkNames(name, 16), ...chunkNames(packedName(name), 16)];
}

function unpacked(entity: Readonly<Record<string, unknown>>, name: string): string | undefined {
  const parts: Uint8Array[] = [];
  for (let part = bytesOf(entity[`${name}0`]); part !== undefined; part = bytesOf(entity[`${name}${parts.length}`]))
    parts.push(part);
  if (parts.length === 0) return undefined;
  return brotliDecompressSync(Buffer.concat(parts), { maxOutputLength: MOST_BYTES }).toString('utf8');
}

/** The SDK decodes binary properties; a query of our own gives them as the service sends them, in Base64. */
function bytesOf(property: unknown): Uint8Array | undefined {
  if (typeof property === 'string') return Buffer.from(property, 'base64');
  return property instanceof Uint8Array ? property : undefined;
}

/** Bytes, and the position of the next one to read. */
export interface ByteSource {
  readonly bytes: Uint8Array;
  offset: number;
}

const LARGEST = 2 ** 48;

/** Appends a whole number from 0 on, seven bits to a byte, the lowest first (LEB128). */
export function writeVarint(bytes: number[], value: number): void {
  let rest = Math.min(LARGEST, Math.max(0, Math.round(value)));
  while (rest >= 128) {
    bytes.push((rest % 128) + 128);
    rest = Math.floor(rest / 128);
  }
  bytes.push(rest);
}

/** The next number; `undefined` at the end of the bytes, and if they are invalid. */
export function readVarint(source: ByteSource): number | undefined {
  let value = 0;
  for (let scale = 1; scale <= LARGEST; scale *= 128) {
    const byte = source.bytes[source.offset];
    if (byte === undefined) return undefined;
    source.offset++;
    value += (byte % 128) * scale;
    if (byte < 128) return value;
  }
  return undefined;
}

/** Appends a text, preceded by its length. */
export function writeText(bytes: number[], text: string): void {
  const encoded = new TextEncoder().encode(text);
  writeVarint(bytes, encoded.length);
  for (const byte of encoded) bytes.push(byte);
}

/** The next text; `undefined` if the bytes are invalid. */
export function readText(source: ByteSource): string | undefined {
  const length = readVarint(source);
  if (length === undefined || source.offset + length > source.bytes.length) return undefined;
  const text = new TextDecoder().decode(source.bytes.subarray(source.offset, source.offset + length));
  source.offset += length;
  return text;
}

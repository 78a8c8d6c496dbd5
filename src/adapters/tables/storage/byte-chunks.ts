/** A binary property holds 64 KiB: https://learn.microsoft.com/rest/api/storageservices/understanding-the-table-service-data-model */
const CHUNK = 64_000;

/** Splits bytes over as many properties as they need: `name0`, `name1` … */
export function toByteChunks(name: string, bytes: Uint8Array): Readonly<Record<string, Uint8Array>> {
  const count = Math.max(1, Math.ceil(bytes.length / CHUNK));
  return Object.fromEntries(
    Array.from({ length: count }, (_, index) => [
      `${name}${index}`,
      bytes.subarray(index * CHUNK, (index + 1) * CHUNK),
    ]),
  );
}

/** The bytes that `toByteChunks` has split; `undefined` if there are none. */
export function bytesFromChunks(entity: Readonly<Record<string, unknown>>, name: string): Uint8Array | undefined {
  const parts: Uint8Array[] = [];
  for (let part = entity[`${name}0`]; part instanceof Uint8Array; part = entity[`${name}${parts.length}`])
    parts.push(part);
  return parts.length === 0 ? undefined : Buffer.concat(parts);
}

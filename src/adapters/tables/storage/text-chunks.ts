/** A text property holds 64 KiB in UTF-16, which is 32 K characters: https://learn.microsoft.com/rest/api/storageservices/understanding-the-table-service-data-model */
const CHUNK = 32_000;

/** Splits a text over as many properties as it needs: `name0`, `name1` … */
export function toChunks(name: string, text: string): Readonly<Record<string, string>> {
  const count = Math.max(1, Math.ceil(text.length / CHUNK));
  return Object.fromEntries(
    Array.from({ length: count }, (_, index) => [`${name}${index}`, text.slice(index * CHUNK, (index + 1) * CHUNK)]),
  );
}

/** The text that `toChunks` has split; `undefined` if there is none. */
export function fromChunks(entity: Readonly<Record<string, unknown>>, name: string): string | undefined {
  const parts: string[] = [];
  for (let part = entity[`${name}0`]; typeof part === 'string'; part = entity[`${name}${parts.length}`])
    parts.push(part);
  return parts.length === 0 ? undefined : parts.join('');
}

/** The names of the first `count` chunks of a text. */
export function chunkNames(name: string, count: number): readonly string[] {
  return Array.from({ length: count }, (_, index) => `${name}${index}`);
}

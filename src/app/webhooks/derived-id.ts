import { sha256 } from '../../ports/sha256.ts';

/**
 * A GUID that depends only on its parts, so that what was done under it can be found again.
 * https://www.rfc-editor.org/rfc/rfc9562#name-uuid-version-8
 */
export function derivedId(...parts: readonly string[]): string {
  const digits = sha256(JSON.stringify(parts));
  const variant = ((Number.parseInt(digits.slice(16, 18), 16) & 0x3f) | 0x80).toString(16);
  return [
    digits.slice(0, 8),
    digits.slice(8, 12),
    `8${digits.slice(13, 16)}`,
    `${variant}${digits.slice(18, 20)}`,
    digits.slice(20, 32),
  ].join('-');
}

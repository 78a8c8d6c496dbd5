/**
 * A value as JSON in ASCII; other characters are escaped. Azurite 3.37 decodes a large request chunk by chunk, and corrupts
 * characters that lie across two chunks.
 */
export function asciiJson(value: unknown): string {
  return JSON.stringify(value).replaceAll(/[\u0080-\uffff]/g, (character) => {
    return `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`;
  });
}

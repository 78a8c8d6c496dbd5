/**
 * A value as JSON in ASCII alone; whatever lies beyond is escaped. Every store takes it unharmed: Azurite 3.37 decodes
 * a large request piece by piece and breaks characters that lie across two of them.
 */
export function asciiJson(value: unknown): string {
  return JSON.stringify(value).replaceAll(/[\u0080-\uffff]/g, (character) => {
    return `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`;
  });
}

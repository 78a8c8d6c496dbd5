/**
 * A value as JSON in ASCII; other characters are escaped. Azurite 3.37 decodes a large request chunk by chunk, and corrupts
 * characters that lie across two chunks.
 */
export function asciiJson(value: unknown): string {
  return JSON.stringify(value).replaceAll(/[\u0080-\uffff]/g, (character) => {
    return `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`;
  });
}

/** A character has at most so many in JSON in ASCII: `\u202e`. */
const LONGEST_ESCAPE = 6;

/** The beginning of a text that is no longer than `most` as JSON in ASCII: all of it, or a part that surely fits. */
export function asciiBeginning(text: string, most: number): string {
  const beginning = text.slice(0, most);
  const fits = asciiJson(beginning).length - '""'.length <= most;
  return fits ? beginning : beginning.slice(0, Math.floor(most / LONGEST_ESCAPE));
}

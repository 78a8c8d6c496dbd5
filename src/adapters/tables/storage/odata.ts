/**
 * A filter with texts in it, quoted, and the quotes in them doubled. It says what `odata` of the SDK says, which is loaded when a
 * table is first used: a filter can be made without it.
 * https://learn.microsoft.com/rest/api/storageservices/querying-tables-and-entities
 */
export function odata(words: TemplateStringsArray, ...texts: readonly string[]): string {
  const quoted = texts.map((text) => `'${text.replaceAll("'", "''")}'`);
  return String.raw({ raw: words }, ...quoted);
}

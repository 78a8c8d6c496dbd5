/**
 * A filter with quoted and escaped texts. It gives the same as `odata` of the SDK, which is loaded only when a table is first
 * used.
 * https://learn.microsoft.com/rest/api/storageservices/querying-tables-and-entities
 */
export function odata(words: TemplateStringsArray, ...texts: readonly string[]): string {
  const quoted = texts.map((text) => `'${text.replaceAll("'", "''")}'`);
  return String.raw({ raw: words }, ...quoted);
}

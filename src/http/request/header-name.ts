/** A header in its usual spelling: `If-Match`, `ETag`. */
export function headerName(name: string): string {
  if (name.toLowerCase() === 'etag') return 'ETag';
  return name.replaceAll(/(?<=^|-)[a-z]/g, (letter) => letter.toUpperCase());
}

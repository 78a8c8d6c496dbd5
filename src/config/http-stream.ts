/**
 * Does the host forward requests to a server in this process, so that answers can be sent while they are made? Asked while
 * the app is loaded, when nothing may fail and no schema is made: the table of settings has this one as `httpStream`.
 */
export function wantsHttpStream(environment: Readonly<Record<string, string | undefined>>): boolean {
  return environment['LAMPLIGHTER_HTTP_STREAM']?.trim().toLowerCase() === 'on';
}

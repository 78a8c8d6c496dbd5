/**
 * Does the host forward requests to an HTTP server in this process, so that answers can be streamed? This is asked while the app
 * is loaded. It must not throw then, and must not build a schema; SETTINGS has the same setting as `httpStream` and validates it.
 */
export function wantsHttpStream(environment: Readonly<Record<string, string | undefined>>): boolean {
  return environment['LAMPLIGHTER_HTTP_STREAM']?.trim().toLowerCase() === 'on';
}

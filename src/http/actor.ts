import type { HttpRequest } from '@azure/functions';

/**
 * Who asks, as the audit calls them. With function keys alone nobody can be told from anybody; a name that the platform
 * has checked would come in `x-ms-client-principal`, which counts only where its authentication is on.
 */
export function actorOf(_request: HttpRequest): string {
  return 'http:function-key';
}

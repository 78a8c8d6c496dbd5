import type { HttpRequest } from '@azure/functions';

/** Those whom the platform's authentication has named; gone with their requests. */
const NAMED = new WeakMap<HttpRequest, string>();

/** Remembers who asks, for as long as the request is answered. */
export function nameActor(request: HttpRequest, actor: string): void {
  NAMED.set(request, actor);
}

/**
 * Who asks, as the audit calls them: whom the platform's authentication has named. With function keys alone nobody can be
 * told from anybody.
 */
export function actorOf(request: HttpRequest): string {
  return NAMED.get(request) ?? 'http:function-key';
}

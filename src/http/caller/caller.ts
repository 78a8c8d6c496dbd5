import type { HttpRequest } from '@azure/functions';

/** The caller of an operation. */
export interface Caller {
  /**
   * The actor in the audit log: the user that App Service authentication names, otherwise `http:function-key`. Function keys
   * alone do not distinguish callers.
   */
  readonly actor: string;
  /** Is a media type in the caller's `Accept` header? */
  readonly accepts: (type: string) => boolean;
}

/** The actor for callers with a key only. */
export const WITH_KEY = 'http:function-key';

/** The caller of a request, with the actor from `authorize`. */
export function callerOf({ headers }: HttpRequest, actor: string): Caller {
  const accepted = (headers.get('accept') ?? '').toLowerCase().split(',');
  return { actor, accepts: (type) => accepted.some((one) => one.split(';')[0]?.trim() === type) };
}

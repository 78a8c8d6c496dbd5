import type { HttpRequest } from '@azure/functions';
import type { ScopedPart } from './scoped-role.ts';

/** The caller of an operation. */
export interface Caller {
  /**
   * The actor in the audit log: the user that App Service authentication names, otherwise `http:function-key`. Function keys
   * alone do not distinguish callers.
   */
  readonly actor: string;
  /** Is an account, or a pool, in the scope of the caller's roles? Of an account, one of its pools is enough. */
  readonly sees: (part: ScopedPart) => boolean;
  /** Is a media type in the caller's `Accept` header? */
  readonly accepts: (type: string) => boolean;
}

/** The actor for callers with a key only. */
export const WITH_KEY = 'http:function-key';

/** The caller of a request, as `authorize` has found it. */
export function callerOf({ headers }: HttpRequest, { actor, sees }: Pick<Caller, 'actor' | 'sees'>): Caller {
  const accepted = (headers.get('accept') ?? '').toLowerCase().split(',');
  return { actor, sees, accepts: (type) => accepted.some((one) => one.split(';')[0]?.trim() === type) };
}

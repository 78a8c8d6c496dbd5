import type { HttpRequest } from '@azure/functions';

/** Who calls an operation. */
export interface Caller {
  /**
   * As the audit log names them: whom the platform's authentication has named, otherwise `http:function-key`. With function
   * keys alone nobody can be told from anybody.
   */
  readonly actor: string;
  /** Does the caller name a media type among those that it accepts? */
  readonly accepts: (type: string) => boolean;
}

/** Those who have nothing but a key. */
export const WITH_KEY = 'http:function-key';

/** Who has sent a request, by the name that authorization gave them. */
export function callerOf({ headers }: HttpRequest, actor: string): Caller {
  const accepted = (headers.get('accept') ?? '').toLowerCase().split(',');
  return { actor, accepts: (type) => accepted.some((one) => one.split(';')[0]?.trim() === type) };
}

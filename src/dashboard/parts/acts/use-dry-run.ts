import { useEffect, useState } from 'preact/hooks';
import type { EffectAnswer } from '../../../api/effects.ts';
import { ApiError, type Send } from '../../data/api.ts';
import type { Request } from '../../model/request.ts';

/** The effect of a request as far as it is known. */
export interface DryRun {
  readonly effect: EffectAnswer | undefined;
  readonly error: ApiError | undefined;
}

/** No request is sent while the user types. */
const PAUSE_MS = 300;

/** Sends the dry run of a request, a pause after its last change; nothing for `undefined`. */
export function useDryRun(send: Send, request: Omit<Request, 'signal'> | undefined): DryRun {
  const [known, setKnown] = useState<DryRun & { readonly of: string }>({ effect: undefined, error: undefined, of: '' });
  const text = JSON.stringify(request);
  useEffect(() => {
    if (request === undefined) return undefined;
    const stop = new AbortController();
    const later = setTimeout(() => {
      const { path } = request;
      const dry = `${path}${path.includes('?') ? '&' : '?'}dryRun=true`;
      // Without a condition: that somebody else has saved meanwhile is told when it is sent, and mended there.
      const { headers: _, ...unconditional } = request;
      send({ ...unconditional, path: dry, signal: stop.signal })
        .then(({ body }) => setKnown({ of: text, effect: body as EffectAnswer, error: undefined }))
        .catch((error: unknown) => {
          if (stop.signal.aborted) return;
          const refusal = error instanceof ApiError ? error : new ApiError(0, 'The response cannot be parsed.');
          setKnown({ of: text, effect: undefined, error: refusal });
        });
    }, PAUSE_MS);
    return () => {
      stop.abort();
      clearTimeout(later);
    };
  }, [send, text]);
  return known.of === text ? known : { effect: undefined, error: undefined };
}

import { useRef, useState } from 'preact/hooks';
import { type Answered, ApiError } from '../../data/api.ts';
import type { Shown } from '../../elements/shown.ts';
import type { Request } from '../../model/request.ts';
import type { Zone } from '../../model/times.ts';
import { EffectView } from './effect-view.tsx';
import { useDryRun } from './use-dry-run.ts';

interface ConfirmProps {
  readonly shown: Shown;
  readonly zone: Zone;
  /** `undefined` while input is missing. */
  readonly request: Omit<Request, 'signal'> | undefined;
  readonly confirm: string;
  readonly onDone: (answer: Answered) => void;
  readonly onRefused?: (error: ApiError) => void;
  /** Whether it can be sent before its effect is known, and if that cannot be found out. */
  readonly isUrgent?: boolean;
}

/** Shows the exact effect of a request, and sends it once when the user confirms it. */
export function Confirm({ shown, zone, request, confirm, onDone, onRefused, isUrgent = false }: ConfirmProps) {
  const { effect, error } = useDryRun(shown.send, request);
  const [sending, setSending] = useState(false);
  const [failed, setFailed] = useState<{ readonly error: ApiError; readonly of: string } | undefined>(undefined);
  const withKey = useIdempotencyKey();
  const what = request === undefined ? '' : JSON.stringify([request.method, request.path, request.body]);
  const send = async () => {
    if (request === undefined) return;
    setSending(true);
    try {
      onDone(await withKey(request, shown.send));
      shown.onChange();
    } catch (thrown) {
      const refusal = thrown instanceof ApiError ? thrown : new ApiError(0, 'The response cannot be parsed.');
      setFailed({ error: refusal, of: what });
      onRefused?.(refusal);
    }
    setSending(false);
  };
  const isReady = request !== undefined && (effect !== undefined || isUrgent);
  return (
    <>
      <div aria-live="polite">
        {request !== undefined && effect === undefined && error === undefined && (
          <p class="quiet">Computing the effect …</p>
        )}
        {effect !== undefined && <EffectView effect={effect} zone={zone} />}
        <Faults error={error ?? (failed?.of === what ? failed.error : undefined)} />
      </div>
      <p class="tools">
        <button type="button" class="primary" disabled={!isReady || sending} onClick={() => void send()}>
          {confirm}
        </button>
      </p>
    </>
  );
}

type Sent = Omit<Request, 'signal'>;

/**
 * Sends a POST with a key that stays the same until it succeeds: if its response is lost, the app carries out the repeated
 * request once.
 */
function useIdempotencyKey(): (request: Sent, send: Shown['send']) => Promise<Answered> {
  const open = useRef<{ readonly key: string; readonly of: string } | undefined>(undefined);
  return async (request, send) => {
    if (request.method !== 'POST') return send(request);
    const of = JSON.stringify(request);
    if (open.current?.of !== of) open.current = { key: newKey(), of };
    const answer = await send({ ...request, headers: { ...request.headers, 'idempotency-key': open.current.key } });
    open.current = undefined;
    return answer;
  };
}

/** `crypto.randomUUID` is missing where the page was not loaded over https. */
function newKey(): string {
  return [...crypto.getRandomValues(new Uint8Array(16))].map((byte) => byte.toString(16).padStart(2, '0')).join('');
}

/** The faults that the API finds in a request. */
export function Faults({ error }: { readonly error: ApiError | undefined }) {
  if (error === undefined) return null;
  return (
    <div class="error">
      <p>{error.message}</p>
      <ul>
        {error.faults.map(({ path, message }) => (
          <li key={`${path} ${message}`}>
            <code>{path}</code> {message}
          </li>
        ))}
      </ul>
    </div>
  );
}

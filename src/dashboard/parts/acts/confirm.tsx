import { useState } from 'preact/hooks';
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
}

/** Shows the exact effect of a request, and sends it once when the user confirms it. */
export function Confirm({ shown, zone, request, confirm, onDone, onRefused }: ConfirmProps) {
  const { effect, error } = useDryRun(shown.send, request);
  const [sending, setSending] = useState(false);
  const [failed, setFailed] = useState<ApiError | undefined>(undefined);
  const send = async () => {
    if (request === undefined) return;
    setSending(true);
    try {
      onDone(await shown.send(request));
      shown.onChange();
    } catch (thrown) {
      const refusal = thrown instanceof ApiError ? thrown : new ApiError(0, 'The response cannot be parsed.');
      setFailed(refusal);
      onRefused?.(refusal);
      setSending(false);
    }
  };
  const isReady = request !== undefined && effect !== undefined;
  return (
    <>
      <div aria-live="polite">
        {request !== undefined && effect === undefined && error === undefined && (
          <p class="quiet">Computing the effect …</p>
        )}
        {effect !== undefined && <EffectView effect={effect} zone={zone} />}
        <Faults error={error ?? failed} />
      </div>
      <p class="tools">
        <button type="button" class="primary" disabled={!isReady || sending} onClick={() => void send()}>
          {confirm}
        </button>
      </p>
    </>
  );
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

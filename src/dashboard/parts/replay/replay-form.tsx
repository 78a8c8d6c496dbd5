import { useState } from 'preact/hooks';
import type { Pool } from '../../../api/pool.ts';
import { ApiError } from '../../data/api.ts';
import { useUnsaved } from '../../data/use-unsaved.ts';
import { poolPath, type Shown } from '../../elements/shown.ts';
import { replayBody } from '../../model/replay-request.ts';
import { Faults } from '../acts/confirm.tsx';
import { useRefusal } from '../acts/use-refusal.ts';

interface ReplayFormProps {
  readonly shown: Shown;
  readonly known: Pool;
  /** Whether there is nothing else to see yet. */
  readonly isOpen: boolean;
  /** A pool has one replay at a time. */
  readonly isWorking: boolean;
}

/** Starts a replay: its days, and the policies besides those that every replay tries. */
export function ReplayForm({ shown, known, isOpen, isWorking }: ReplayFormProps) {
  const holds = known.policy?.id.split('@')[0];
  const [days, setDays] = useState(28);
  const [timeZone, setTimeZone] = useState(known.timeZone ?? 'UTC');
  const [withHolding, setWithHolding] = useState(true);
  const [recommend, setRecommend] = useState(false);
  const [typed, setTyped] = useState('');
  /** The text with which the editor began, or that a replay has. */
  const [kept, setKept] = useState('');
  useUnsaved(typed !== '' && typed !== kept);
  const [sending, setSending] = useState(false);
  const [error, setError] = useState<ApiError | undefined>(undefined);
  const refusal = useRefusal(shown, { account: known.account, pool: known.id });
  const request = replayBody({ days, timeZone, inForce: withHolding ? holds : undefined, typed, recommend });
  const start = async () => {
    if ('fault' in request) return;
    setSending(true);
    setError(undefined);
    try {
      const path = `${poolPath({ account: known.account, pool: known.id })}/replay`;
      await shown.send({ method: 'POST', path, body: request.body });
      setKept(typed);
      shown.routing.show({ id: '', policy: '', from: '', to: '', wait: '' });
      shown.onChange();
    } catch (thrown) {
      setError(thrown instanceof ApiError ? thrown : new ApiError(0, 'The response cannot be parsed.'));
    }
    setSending(false);
  };
  return (
    <details open={isOpen}>
      <summary>Try policies</summary>
      <form
        class="replay-form"
        onSubmit={(event) => {
          event.preventDefault();
          void start();
        }}
      >
        <p class="quiet small">
          Every replay tries always on, business hours, idle timeouts of 5, 10, 30 and 60 minutes, formulas of the Batch
          documentation, and the forecast with nothing set. It runs in the background, and does nothing to the pool.
        </p>
        <div class="tools">
          <label>
            Days
            <input
              type="number"
              min={1}
              max={28}
              value={days}
              onInput={(event) => setDays(event.currentTarget.valueAsNumber)}
            />
          </label>
          <label>
            Time zone
            <input value={timeZone} onInput={(event) => setTimeZone(event.currentTarget.value)} />
          </label>
        </div>
        {holds === undefined ? (
          <p class="quiet small">No policy applies to the pool now.</p>
        ) : (
          <Choice isChosen={withHolding} onChoose={setWithHolding}>
            The policy that holds now, <span class="name">{holds}</span>
          </Choice>
        )}
        <Choice isChosen={recommend} onChoose={setRecommend}>
          Also propose a policy and a schedule from what was recorded
        </Choice>
        <TypedPolicy shown={shown} pool={known.id} holds={holds} typed={typed} onTyped={setTyped} onBegun={setKept} />
        <div aria-live="polite">
          {'fault' in request && <p class="error">{request.fault}</p>}
          {refusal !== undefined && <p class="quiet">You may see the replays of this pool, but not start one.</p>}
          <Faults error={error ?? refusal} />
          {isWorking && <p class="quiet small">A pool has one replay at a time: wait for the end of this one.</p>}
        </div>
        <p class="tools">
          <button
            class="primary"
            type="submit"
            disabled={sending || isWorking || refusal !== undefined || 'fault' in request}
          >
            Start the replay
          </button>
        </p>
      </form>
    </details>
  );
}

interface ChoiceProps {
  readonly isChosen: boolean;
  readonly onChoose: (isChosen: boolean) => void;
  readonly children: preact.ComponentChildren;
}

function Choice({ isChosen, onChoose, children }: ChoiceProps) {
  return (
    <label class="choice">
      <input type="checkbox" checked={isChosen} onChange={(event) => onChoose(event.currentTarget.checked)} />{' '}
      <span>{children}</span>
    </label>
  );
}

interface TypedPolicyProps {
  readonly shown: Shown;
  readonly pool: string;
  readonly holds: string | undefined;
  readonly typed: string;
  readonly onTyped: (text: string) => void;
  readonly onBegun: (text: string) => void;
}

/** A policy to edit; it begins as the policy in force. */
function TypedPolicy({ shown, pool, holds, typed, onTyped, onBegun }: TypedPolicyProps) {
  const begin = async () => {
    const held = holds === undefined ? undefined : await documentOf(shown, holds);
    const text = JSON.stringify(held ?? templateFor(pool), undefined, 2);
    onBegun(text);
    onTyped(text);
  };
  if (typed === '') {
    return (
      <p class="tools">
        <button type="button" onClick={() => void begin()}>
          {holds === undefined ? 'Add a policy' : 'Add a changed policy'}
        </button>
      </p>
    );
  }
  return (
    <>
      <label class="editor">
        A policy to try, in JSON; schedules that it names must be saved
        <textarea
          value={typed}
          rows={Math.min(24, typed.split('\n').length + 1)}
          spellcheck={false}
          onInput={(event) => onTyped(event.currentTarget.value)}
        />
      </label>
      <p class="tools">
        <button type="button" onClick={() => onTyped('')}>
          Without it
        </button>
      </p>
    </>
  );
}

async function documentOf({ ask }: Shown, id: string): Promise<object | undefined> {
  return ask<object>(`policies/${encodeURIComponent(id)}`).catch(() => undefined);
}

function templateFor(pool: string): object {
  return { id: 'typed', pools: [pool], mode: 'observe', idle: { timeout: 'PT15M' }, demand: { startOnPending: true } };
}

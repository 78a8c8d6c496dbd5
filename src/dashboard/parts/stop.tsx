import { useState } from 'preact/hooks';
import { Dialog } from '../elements/dialog.tsx';
import type { Shown } from '../elements/shown.ts';
import { useEmergencyStop } from '../elements/use-emergency-stop.ts';
import { describeActor } from '../model/story.ts';
import { formatMoment } from '../model/times.ts';
import { Confirm } from './acts/confirm.tsx';

/** Starts an emergency stop, or shows the one in force and ends it. */
export function Stop({ shown }: { readonly shown: Shown }) {
  const stop = useEmergencyStop(shown);
  const [isOpen, open] = useState(false);
  return (
    <>
      <button type="button" onClick={() => open(true)}>
        {stop === undefined ? 'Emergency stop' : 'End the emergency stop'}
      </button>
      {stop !== undefined && (
        <p class="stopped" role="status">
          Emergency stop since {formatMoment(stop.at, shown.zone)} by {describeActor(stop.actor)}: {stop.reason}.
          Nothing is started or deallocated.
        </p>
      )}
      {isOpen && <StopDialog shown={shown} isStopped={stop !== undefined} onClose={() => open(false)} />}
    </>
  );
}

interface StopDialogProps {
  readonly shown: Shown;
  readonly isStopped: boolean;
  readonly onClose: () => void;
}

function StopDialog({ shown, isStopped, onClose }: StopDialogProps) {
  const [reason, setReason] = useState('');
  const [wasStopped] = useState(isStopped);
  const request = { method: 'PUT', path: 'stop', body: { reason } } as const;
  return (
    <Dialog title={wasStopped ? 'End the emergency stop' : 'Emergency stop'} onClose={onClose}>
      {wasStopped ? (
        <p>From the next evaluation on, each policy acts again according to its mode: enforce or observe.</p>
      ) : (
        <>
          <p>
            Nothing is started or deallocated until the stop is ended: not by policies, not by hand, not by webhooks.
            Nodes stay as they are, so that nothing more is saved.
          </p>
          <div class="fields">
            <label>
              Why, for the audit log
              <input value={reason} maxLength={500} onInput={(event) => setReason(event.currentTarget.value)} />
            </label>
          </div>
        </>
      )}
      <Confirm
        shown={shown}
        zone={shown.zone}
        request={wasStopped ? { method: 'DELETE', path: 'stop' } : reason.trim() === '' ? undefined : request}
        confirm={wasStopped ? 'End the stop' : 'Stop everything'}
        onDone={onClose}
        // Who stops everything waits for nothing, and for no account that does not respond.
        isUrgent={!wasStopped}
      />
    </Dialog>
  );
}

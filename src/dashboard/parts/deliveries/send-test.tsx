import { useState } from 'preact/hooks';
import { ApiError } from '../../data/api.ts';
import type { Shown } from '../../elements/shown.ts';

/** Sends a test event to a subscription; its outcome is listed with the deliveries. */
export function SendTest({ shown, id }: { readonly shown: Shown; readonly id: string }) {
  const [says, say] = useState('');
  const [isSending, setSending] = useState(false);
  const send = async () => {
    setSending(true);
    try {
      await shown.send({ method: 'POST', path: `subscriptions/${encodeURIComponent(id)}/test` });
      say('A test event was queued: its delivery is listed below.');
      shown.onChange();
    } catch (error) {
      say(error instanceof ApiError ? error.message : 'The response cannot be parsed.');
    }
    setSending(false);
  };
  return (
    <>
      <button type="button" disabled={isSending} onClick={() => void send()}>
        Send a test event
      </button>
      <span role="status">{says}</span>
    </>
  );
}

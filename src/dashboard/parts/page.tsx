import { useState } from 'preact/hooks';
import { storedKey, storeKey } from '../data/key-store.ts';
import { hasUnsaved, mayLeave } from '../data/use-unsaved.ts';
import { App } from './app.tsx';
import { KeyDialog } from './key-dialog.tsx';
import { KeyForm } from './key-form.tsx';

/**
 * The access of the reader.
 * - `open`: there is one, or it is tried
 * - `closed`: there is none
 * - `refused`: the key was refused
 * - `ended`: it was refused while something typed is not saved, so the view stays behind a prompt
 * - `aside`: the reader has closed this prompt
 */
type Door = 'open' | 'closed' | 'refused' | 'ended' | 'aside';

/**
 * The whole page, with a key or else with the sign-in of the platform, which is tried first; a prompt for a key if neither
 * gives access.
 */
export function Page({ keyInAddress }: { readonly keyInAddress: string | undefined }) {
  const [key, setKey] = useState(() => {
    if (keyInAddress !== undefined) storeKey(keyInAddress);
    return keyInAddress ?? storedKey();
  });
  const [door, setDoor] = useState<Door>('open');
  const enter = (given: string) => {
    storeKey(given);
    setKey(given);
    setDoor('open');
  };
  const close = (next: Door) => {
    storeKey(undefined);
    setKey(undefined);
    setDoor(next);
  };
  const refuse = () => {
    // Each request that fails refuses again.
    if (hasUnsaved()) setDoor((before) => (before === 'aside' ? before : 'ended'));
    else close(key === undefined ? 'closed' : 'refused');
  };
  if (door === 'closed' || door === 'refused') return <KeyForm refused={door === 'refused'} onKey={enter} />;
  return (
    <>
      <div role="status" class="access">
        {door === 'aside' && (
          <p>
            <strong>The access has ended.</strong> What you typed is still there.{' '}
            <button type="button" onClick={() => setDoor('ended')}>
              Enter a key
            </button>
          </p>
        )}
      </div>
      <App
        accessKey={key}
        onForget={() => mayLeave() && close('closed')}
        onRefused={refuse}
        onAccepted={() => setDoor('open')}
      />
      {door === 'ended' && <KeyDialog hadKey={key !== undefined} onKey={enter} onClose={() => setDoor('aside')} />}
    </>
  );
}

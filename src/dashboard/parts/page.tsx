import { useState } from 'preact/hooks';
import { storedKey, storeKey } from '../data/key-store.ts';
import { App } from './app.tsx';
import { KeyForm } from './key-form.tsx';

/**
 * The whole page, with a key or else with the sign-in of the platform, which is tried first; a prompt for a key if neither
 * gives access.
 */
export function Page({ keyInAddress }: { readonly keyInAddress: string | undefined }) {
  const [key, setKey] = useState(() => {
    if (keyInAddress !== undefined) storeKey(keyInAddress);
    return keyInAddress ?? storedKey();
  });
  const [door, setDoor] = useState<'open' | 'closed' | 'refused'>('open');
  if (door !== 'open') {
    return (
      <KeyForm
        refused={door === 'refused'}
        onKey={(given) => {
          storeKey(given);
          setKey(given);
          setDoor('open');
        }}
      />
    );
  }
  const close = (isRefused: boolean) => {
    storeKey(undefined);
    setDoor(isRefused && key !== undefined ? 'refused' : 'closed');
    setKey(undefined);
  };
  return <App accessKey={key} onForget={() => close(false)} onRefused={() => close(true)} />;
}

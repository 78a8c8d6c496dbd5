import { useState } from 'preact/hooks';
import { storedKey, storeKey } from '../data/key-store.ts';
import { KeyForm } from './key-form.tsx';
import { Watch } from './watch.tsx';

/** The whole page: the question for a key, or what the key opens. */
export function Page({ keyInAddress }: { readonly keyInAddress: string | undefined }) {
  const [key, setKey] = useState(() => {
    if (keyInAddress !== undefined) storeKey(keyInAddress);
    return keyInAddress ?? storedKey();
  });
  const [refused, setRefused] = useState(false);
  if (key === undefined) {
    return (
      <KeyForm
        refused={refused}
        onKey={(given) => {
          storeKey(given);
          setKey(given);
          setRefused(false);
        }}
      />
    );
  }
  const forget = (isRefused: boolean) => {
    storeKey(undefined);
    setKey(undefined);
    setRefused(isRefused);
  };
  return <Watch accessKey={key} onForget={() => forget(false)} onRefused={() => forget(true)} />;
}

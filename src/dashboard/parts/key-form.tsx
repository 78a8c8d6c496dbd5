import { KeyFields } from './key-fields.tsx';

interface KeyFormProps {
  /** Whether the last key was refused. */
  readonly refused: boolean;
  readonly onKey: (key: string) => void;
}

/** The page of a reader without access. */
export function KeyForm(props: KeyFormProps) {
  return (
    <main class="door">
      <KeyFields {...props}>
        <h1>
          <span class="lamp running" aria-hidden="true" /> Lamplighter
        </h1>
        <p>
          This page shows and does what the API of the app does. It needs a function key, and keeps it in this tab only.
        </p>
      </KeyFields>
    </main>
  );
}

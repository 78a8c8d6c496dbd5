import { useContext } from 'preact/hooks';
import type { ApiError } from '../data/api.ts';
import { Lost } from './lost.ts';

interface FailureProps {
  readonly error: ApiError | undefined;
  /** What could not be shown, at the beginning of a sentence. */
  readonly what: string;
  /** Is an older answer shown? */
  readonly isStale: boolean;
}

/**
 * What went wrong, in words, and said aloud; the place for it is always there, so that it is heard. That the app does not answer
 * at all, or fails at everything, is said once, at the head of the page.
 */
export function Failure({ error, what, isStale }: FailureProps) {
  const isSaidElsewhere = useContext(Lost);
  return (
    <p class="error" aria-live="polite">
      {error === undefined || error.status === 0 || isSaidElsewhere
        ? ''
        : `${what} cannot be asked for: ${error.message} ${isStale ? 'What is shown is older. ' : ''}The page tries again.`}
    </p>
  );
}

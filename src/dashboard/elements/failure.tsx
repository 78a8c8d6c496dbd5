import { useContext } from 'preact/hooks';
import type { ApiError } from '../data/api.ts';
import { Lost } from './lost.ts';

interface FailureProps {
  readonly error: ApiError | undefined;
  /** What could not be loaded, as the beginning of a sentence. */
  readonly what: string;
  /** Whether an older response is shown. */
  readonly isStale: boolean;
}

/**
 * Shows an error as text. The live region exists from the start, so that screen readers announce it. If the app does not
 * respond at all, or fails at everything, the head of the page says so once.
 */
export function Failure({ error, what, isStale }: FailureProps) {
  const isSaidElsewhere = useContext(Lost);
  return (
    <p class="error" aria-live="polite">
      {error === undefined || error.status === 0 || isSaidElsewhere
        ? ''
        : `${what} cannot be loaded: ${error.message} ${isStale ? 'The data is older. ' : ''}The page tries again.`}
    </p>
  );
}

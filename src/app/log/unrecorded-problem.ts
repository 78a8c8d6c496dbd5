import { describeError } from '../../core/text/describe-error.ts';

/** The problem of a given-up message that could not be recorded, and is therefore queued again. */
export function unrecordedProblem(queue: string, error: unknown): string {
  return `A message of the queue ${queue} could not be recorded, and waits there again: ${describeError(error)}`;
}

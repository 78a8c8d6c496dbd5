/** What is wrong with the list; the sentence goes on after its name. */
const FAULT = 'the list leads back to a page that was read before.';

/**
 * Checks the continuations of one list. If one came before, the list leads back to a page that was read, and would never end.
 * @throws what `failure` makes, at a continuation that was followed before
 */
export function unrepeated(failure: (fault: string) => Error): (continuation: string | undefined) => void {
  const followed = new Set<string>();
  return (continuation) => {
    if (continuation === undefined) return;
    if (followed.has(continuation)) throw failure(FAULT);
    followed.add(continuation);
  };
}

/** What is wrong with the list; the sentence goes on after its name. */
const FAULT = 'the list leads back to a page that was read before.';

/**
 * Follows each continuation of one list once: a list that leads back to a page that was read before would be read for ever.
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

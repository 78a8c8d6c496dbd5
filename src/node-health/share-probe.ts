/** How long an answer is good, by which clock. */
export interface Sharing {
  readonly cacheMs: number;
  /** Milliseconds from any beginning; never goes back. */
  readonly now?: () => number;
}

/**
 * A probe of which one at most is under way: who asks meanwhile, or soon after it has ended, gets the same answer, so that a
 * slow application is not asked more often by more askers.
 */
export function shareProbe<Answer>(
  probe: () => Promise<Answer>,
  { cacheMs, now = () => performance.now() }: Sharing,
): () => Promise<Answer> {
  let last: { readonly answer: Promise<Answer>; endedAt?: number } | undefined;
  return () => {
    const isGood = last !== undefined && (last.endedAt === undefined || now() - last.endedAt < cacheMs);
    if (last !== undefined && isGood) return last.answer;
    const mine: NonNullable<typeof last> = { answer: probe() };
    const end = () => {
      mine.endedAt = now();
    };
    mine.answer.then(end, end);
    last = mine;
    return mine.answer;
  };
}

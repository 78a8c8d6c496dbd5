/** How long a result is reused, and by which clock. */
export interface Sharing {
  readonly cacheMs: number;
  /** A monotonic clock, in milliseconds from any origin. */
  readonly now?: () => number;
}

/**
 * Runs at most one probe at a time. Calls during a probe, and within `cacheMs` after its end, get the same result, so that more
 * callers do not cause more probes of a slow application.
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

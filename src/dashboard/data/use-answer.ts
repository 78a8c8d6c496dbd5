import { useEffect, useState } from 'preact/hooks';
import { pauseAfter } from '../model/back-off.ts';
import { ApiError, type Ask } from './api.ts';

/** The last response to a repeated request, and the error since. */
export interface Answered<Answer> {
  readonly answer: Answer | undefined;
  readonly error: ApiError | undefined;
}

/** A request that is repeated. */
export interface Repeated {
  /** `undefined` sends no request. */
  readonly question: string | undefined;
  /** As long as the subject stays the same, the last response is shown until the next. By default, the question. */
  readonly subject?: string;
  /** How many times less often than usual it is sent. */
  readonly slow?: number;
  /** Another number makes the response outdated, and sends the request at once. */
  readonly version?: number;
  /** The statuses that say that the last response no longer holds; after any other failure it is still shown. */
  readonly endedBy?: readonly number[];
}

const NOTHING = { answer: undefined, error: undefined };

/** Repeats a request as long as the page is visible, less often after failures. */
export function useAnswer<Answer>(
  ask: Ask,
  { question, subject = question, slow = 1, version = 0, endedBy = [] }: Repeated,
): Answered<Answer> {
  const [known, setKnown] = useState<Answered<Answer> & { readonly about: string | undefined }>({
    ...NOTHING,
    about: subject,
  });
  useEffect(() => {
    if (question === undefined) return undefined;
    return repeat({
      slow,
      run: async (signal) => {
        const answer = await ask<Answer>(question, signal);
        setKnown({ about: subject, answer, error: undefined });
      },
      failed: (error) =>
        setKnown((last) => {
          const holds = last.about === subject && !endedBy.includes(error.status);
          return { about: subject, answer: holds ? last.answer : undefined, error };
        }),
    });
  }, [ask, question, subject, slow, version]);
  return known.about === subject ? known : NOTHING;
}

interface Repetition {
  readonly slow: number;
  readonly run: (signal: AbortSignal) => Promise<void>;
  readonly failed: (error: ApiError) => void;
}

/** Runs something at once and then after each pause, while the page is visible. @returns a function that stops it */
function repeat({ slow, run, failed }: Repetition): () => void {
  const stop = new AbortController();
  let failures = 0;
  let isRunning = false;
  let timer: ReturnType<typeof setTimeout> | undefined;
  const turn = async () => {
    isRunning = true;
    const begun = performance.now();
    try {
      await run(stop.signal);
      failures = 0;
    } catch (error) {
      failures += 1;
      if (!stop.signal.aborted) failed(toApiError(error));
    }
    isRunning = false;
    const pause = pauseAfter({ failures, slow, took: performance.now() - begun });
    if (!stop.signal.aborted && !document.hidden) timer = setTimeout(start, pause);
  };
  const start = () => {
    clearTimeout(timer);
    if (!isRunning) void turn();
  };
  const seenAgain = () => {
    if (!document.hidden) start();
  };
  document.addEventListener('visibilitychange', seenAgain, { signal: stop.signal });
  start();
  return () => {
    stop.abort();
    clearTimeout(timer);
  };
}

function toApiError(error: unknown): ApiError {
  return error instanceof ApiError ? error : new ApiError(0, 'The page cannot parse the response.');
}

/** A question that was not answered, in words for people. */
export class ApiError extends Error {
  /** 0 where no answer came at all. */
  readonly status: number;

  constructor(status: number, message: string) {
    super(message);
    this.name = 'ApiError';
    this.status = status;
  }
}

/** Asks the API of the app that has served this page: `accounts`, `audit?limit=50`. */
export type Ask = <Answer>(question: string, signal?: AbortSignal) => Promise<Answer>;

/** The API behind a function key. The page stands in its folder, so that every question is relative to it. */
export function apiWith(key: string): Ask {
  return async <Answer>(question: string, signal?: AbortSignal) => {
    const response = await fetch(question, {
      headers: { accept: 'application/json', 'x-functions-key': key },
      cache: 'no-store',
      credentials: 'same-origin',
      referrerPolicy: 'no-referrer',
      ...(signal !== undefined && { signal }),
    }).catch((error: unknown) => {
      if (error instanceof DOMException && error.name === 'AbortError') throw error;
      throw new ApiError(0, 'The app does not answer.');
    });
    if (!response.ok) throw new ApiError(response.status, await problemOf(response));
    return (await response.json()) as Answer;
  };
}

async function problemOf(response: Response): Promise<string> {
  if (response.status === 401) return 'The app does not take this key.';
  const problem: unknown = await response.json().catch(() => undefined);
  if (typeof problem === 'object' && problem !== null && 'detail' in problem) return String(problem.detail);
  return `The app answers ${response.status}.`;
}

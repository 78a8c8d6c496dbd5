import type { Request } from '../model/request.ts';

/** A fault of a request, with the member in question. */
export interface Fault {
  readonly path: string;
  readonly message: string;
}

/** A request that failed, with a message for people. */
export class ApiError extends Error {
  /** 0 if there was no response. */
  readonly status: number;
  readonly faults: readonly Fault[];

  constructor(status: number, message: string, faults: readonly Fault[] = []) {
    super(message);
    this.name = 'ApiError';
    this.status = status;
    this.faults = faults;
  }
}

/** Requests a path from the API of the app that serves this page: `accounts`, `audit?limit=50`. */
export type Ask = <Answer>(question: string, signal?: AbortSignal) => Promise<Answer>;

/** A successful response. */
export interface Answered {
  readonly status: number;
  readonly etag: string | undefined;
  /** Months that were asked for and are not in the body, because they are in the archive. */
  readonly archived: string | undefined;
  readonly body: unknown;
}

/** Sends a request. @throws ApiError */
export type Send = (request: Request) => Promise<Answered>;

/** The API, with the access of a key or of the sign-in of the browser. */
export interface Api {
  readonly ask: Ask;
  readonly send: Send;
}

/** The API with a function key, or else with the sign-in of the platform. Requests are relative to the folder of the page. */
export function apiWith(key: string | undefined): Api {
  const send: Send = async (request) => {
    const response = await fetch(request.path, optionsOf(request, key)).catch((error: unknown) => {
      if (error instanceof DOMException && error.name === 'AbortError') throw error;
      throw new ApiError(0, 'The app does not respond.');
    });
    if (!response.ok && !isOf(response, 'application/health+json')) throw await problemOf(response);
    if (isOf(response, 'text/html')) throw new ApiError(0, 'The response does not come from the app.');
    return {
      status: response.status,
      etag: response.headers.get('etag') ?? undefined,
      archived: response.headers.get('lamplighter-archived') ?? undefined,
      body: await bodyOf(response),
    };
  };
  const ask: Ask = async <Answer>(path: string, signal?: AbortSignal) =>
    (await send({ method: 'GET', path, ...(signal !== undefined && { signal }) })).body as Answer;
  return { ask, send };
}

/**
 * Is a response of a media type? Health that fails is answered with 503, for monitors, and is an answer nevertheless; a page is
 * none, but that of a gateway in between.
 */
function isOf({ headers }: Response, type: string): boolean {
  return (headers.get('content-type') ?? '').startsWith(type);
}

function optionsOf({ method, body, headers, signal }: Request, key: string | undefined): RequestInit {
  return {
    method,
    headers: {
      accept: 'application/json',
      ...(key !== undefined && { 'x-functions-key': key }),
      ...(body !== undefined && { 'content-type': 'application/json' }),
      ...headers,
    },
    ...(body !== undefined && { body: typeof body === 'string' ? body : JSON.stringify(body) }),
    cache: 'no-store',
    credentials: 'same-origin',
    referrerPolicy: 'no-referrer',
    ...(signal !== undefined && { signal }),
  };
}

async function bodyOf(response: Response): Promise<unknown> {
  const text = await response.text();
  const type = response.headers.get('content-type') ?? '';
  // JSON Lines stay text.
  return /\/(?:[\w.-]+\+)?json\b/.test(type) && text !== '' ? JSON.parse(text) : text;
}

async function problemOf(response: Response): Promise<ApiError> {
  const { status } = response;
  if (status === 401) return new ApiError(status, 'The app does not accept this key.');
  const problem = ((await response.json().catch(() => undefined)) ?? {}) as { detail?: unknown; errors?: unknown };
  const faults = Array.isArray(problem.errors) ? (problem.errors as readonly Fault[]) : [];
  return new ApiError(
    status,
    typeof problem.detail === 'string' ? problem.detail : `The app responds with ${status}.`,
    faults,
  );
}

/** A request as received. */
export interface RawRequest {
  readonly method: string;
  /** Path and query, still encoded. */
  readonly url: string;
  /** Names are in lower case. */
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
  /** The body was longer than what is read; then it is empty here. */
  readonly isTooLarge?: true;
  readonly encrypted: boolean;
}

/** An answer as sent. */
export interface RawAnswer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  /** `undefined` means no body. */
  readonly body: string | undefined;
  /** Real milliseconds by which the answer is delayed. */
  readonly delay?: number;
}

/** The address that the caller used, without a trailing slash. */
export function baseUrlOf({ headers, encrypted }: RawRequest): string {
  return `${encrypted ? 'https' : 'http'}://${headers['host'] ?? 'localhost'}`;
}

/** Path and query of a request; the query is decoded, and the last value of a repeated name counts. */
export function partsOf({ url }: RawRequest): {
  readonly path: string;
  readonly query: Readonly<Record<string, string>>;
} {
  const [path = '', search = ''] = url.split(/\?(.*)/s);
  return { path, query: Object.fromEntries(new URLSearchParams(search)) };
}

/** Does a request with this method change nothing? */
export function isRead(method: string): boolean {
  return method === 'GET' || method === 'HEAD';
}

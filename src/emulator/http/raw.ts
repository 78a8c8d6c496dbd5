/** A request as it came in. */
export interface RawRequest {
  readonly method: string;
  /** Path and query, still encoded. */
  readonly url: string;
  /** With names in lower case. */
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
  readonly encrypted: boolean;
}

/** An answer as it goes out. */
export interface RawAnswer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  /** `undefined` is no body. */
  readonly body: string | undefined;
  /** Real milliseconds for which the answer is held back. */
  readonly delay?: number;
}

/** The address that the caller used, without a slash at the end. */
export function baseUrlOf({ headers, encrypted }: RawRequest): string {
  return `${encrypted ? 'https' : 'http'}://${headers['host'] ?? 'localhost'}`;
}

/** Path and query of a request; the query decoded, of a repeated name the last value. */
export function partsOf({ url }: RawRequest): {
  readonly path: string;
  readonly query: Readonly<Record<string, string>>;
} {
  const [path = '', search = ''] = url.split(/\?(.*)/s);
  return { path, query: Object.fromEntries(new URLSearchParams(search)) };
}

/** Is this the method of a request that changes nothing? */
export function isRead(method: string): boolean {
  return method === 'GET' || method === 'HEAD';
}

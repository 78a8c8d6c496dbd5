import * as z from 'zod';

/**
 * The effect of a storage fault, in the words of the emulator's faults.
 * - `refuse`: the request is answered with an error and changes nothing
 * - `fail-after`: it takes effect, but is answered with an error
 * - `lose-answer`: it takes effect, and the connection closes without an answer
 * - `reset`: the connection closes before anything happens
 * - `slow`: it takes effect, and the answer is delayed by real milliseconds
 */
export const STORAGE_EFFECTS = ['refuse', 'fail-after', 'lose-answer', 'reset', 'slow'] as const;

/** The three services of a storage account. */
export const STORAGE_SERVICES = ['blob', 'queue', 'table'] as const;

export type StorageService = (typeof STORAGE_SERVICES)[number];

/** A fault to inject into matching requests to the storage; a missing property matches every request. */
export interface StorageFault {
  readonly effect: (typeof STORAGE_EFFECTS)[number];
  readonly service?: StorageService | undefined;
  readonly method?: string | undefined;
  /** A part of the path with its query, such as `/PoolState(`. */
  readonly path?: string | undefined;
  /** The status of the error; 503 by default. */
  readonly status?: number | undefined;
  /** The delay of a `slow` answer; 100 by default. */
  readonly milliseconds?: number | undefined;
  /** How many requests it affects; one by default. */
  readonly times?: number | undefined;
}

/** A fault as requested over HTTP. */
export const STORAGE_FAULT = z.strictObject({
  effect: z.enum(STORAGE_EFFECTS),
  service: z.enum(STORAGE_SERVICES).optional(),
  method: z.string().optional(),
  path: z.string().optional(),
  status: z.int().min(400).max(599).optional(),
  milliseconds: z.int().min(0).max(60_000).optional(),
  times: z.int().min(1).optional(),
}) satisfies z.ZodType<StorageFault>;

/** A request to the storage. */
export interface StorageRequest {
  readonly service: StorageService;
  readonly method: string;
  /** With the query. */
  readonly path: string;
}

/** Does a fault apply to a request? */
export function isFaultFor({ service, method, path }: StorageFault, request: StorageRequest): boolean {
  return (
    (service === undefined || service === request.service) &&
    (method === undefined || method === request.method) &&
    (path === undefined || request.path.includes(path))
  );
}

import findMyWay, { type HTTPMethod } from 'find-my-way';
import { BatchError } from './batch-error.ts';
import type { Operation } from './operation.ts';

/** The result for a path: an operation, or the name of one that the emulator does not have. */
type Routed = Operation | MissingOperation;

/** An operation that the service has and the emulator does not. */
export interface MissingOperation extends Omit<Operation, 'handle' | 'since'> {
  /** The first version that no longer has it, such as `2024-07-01`. */
  readonly until?: string;
}

/** An operation, with the parameters of the path. */
export interface Route {
  readonly operation: Operation;
  readonly path: Readonly<Record<string, string>>;
}

/** Finds operations by method and path. */
export interface Router {
  /**
   * `version` is the api-version of the request: older versions have operations that newer ones do not.
   * @throws BatchError NotImplemented with the operation's name, UnsupportedHttpVerb, InvalidUri
   */
  find(method: string, path: string, version: string | undefined): Route;
}

/** A router over operations; of the `unimplemented` ones, only the names are known. */
export function routerOver(operations: readonly Operation[], unimplemented: readonly MissingOperation[]): Router {
  const table = findMyWay({ caseSensitive: false, ignoreTrailingSlash: true });
  for (const operation of [...operations, ...unimplemented]) {
    // The path of a file contains slashes: it is the rest of the path.
    const path = operation.path.replace('{filePath}', '*').replaceAll(/\{(\w+)\}/g, ':$1');
    table.on(operation.method, path, () => undefined, operation);
  }
  return { find: (method, path, version) => find(table, { method, path, version }) };
}

const METHODS = ['GET', 'PUT', 'POST', 'PATCH', 'DELETE', 'HEAD'] as const;

interface Wanted {
  readonly method: string;
  readonly path: string;
  readonly version: string | undefined;
}

function find(table: ReturnType<typeof findMyWay>, { method, path, version = '' }: Wanted): Route {
  const found = table.find(method as HTTPMethod, path);
  if (found === null) {
    const hasOther = METHODS.some((other) => table.find(other, path) !== null);
    throw new BatchError(hasOther ? 'UnsupportedHttpVerb' : 'InvalidUri');
  }
  const operation = found.store as Routed;
  if ('until' in operation && operation.until !== undefined && version >= operation.until)
    throw new BatchError('InvalidUri');
  if (!('handle' in operation)) throw new BatchError('NotImplemented', ['Operation', operation.name]);
  const { '*': filePath, ...params } = found.params as Record<string, string>;
  return { operation, path: filePath === undefined ? params : { ...params, filePath } };
}

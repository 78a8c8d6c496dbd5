import findMyWay, { type HTTPMethod } from 'find-my-way';
import { BatchError } from './batch-error.ts';
import type { Operation } from './operation.ts';

/** What can be found at a path: an operation, or the name of one that the emulator has not. */
type Routed = Operation | Omit<Operation, 'handle' | 'since'>;

/** An operation with the parameters of the path that led to it. */
export interface Route {
  readonly operation: Operation;
  readonly path: Readonly<Record<string, string>>;
}

/** Finds operations by method and path. */
export interface Router {
  /** @throws BatchError NotImplemented with the operation's name, UnsupportedHttpVerb, InvalidUri */
  find(method: string, path: string): Route;
}

/** A router over operations; `unimplemented` ones are known by name alone. */
export function routerOver(
  operations: readonly Operation[],
  unimplemented: readonly Omit<Operation, 'handle'>[],
): Router {
  const table = findMyWay({ caseSensitive: false, ignoreTrailingSlash: true });
  for (const operation of [...operations, ...unimplemented]) {
    const path = operation.path.replaceAll(/\{(\w+)\}/g, ':$1');
    table.on(operation.method, path, () => undefined, operation);
  }
  return { find: (method, path) => find(table, method, path) };
}

const METHODS = ['GET', 'PUT', 'POST', 'PATCH', 'DELETE', 'HEAD'] as const;

function find(table: ReturnType<typeof findMyWay>, method: string, path: string): Route {
  const found = table.find(method as HTTPMethod, path);
  if (found === null) {
    const hasOther = METHODS.some((other) => table.find(other, path) !== null);
    throw new BatchError(hasOther ? 'UnsupportedHttpVerb' : 'InvalidUri');
  }
  const operation = found.store as Routed;
  if (!('handle' in operation)) throw new BatchError('NotImplemented', ['Operation', operation.name]);
  return { operation, path: found.params as Record<string, string> };
}

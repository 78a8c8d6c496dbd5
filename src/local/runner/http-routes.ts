import type { RegisteredFunction } from './function-app.ts';

/** The function that answers a request, with what its route took from the path. */
export interface Match {
  readonly function: RegisteredFunction;
  readonly params: Readonly<Record<string, string>>;
}

interface Route {
  readonly function: RegisteredFunction;
  readonly methods: ReadonlySet<string>;
  readonly pattern: RegExp;
}

/**
 * Finds functions by method and path as the host does: routes are tried in alphabetical order of the functions' names, and
 * a method that does not fit is no match. A router that puts narrow routes first would hide what the host does.
 * @throws Error for a route that it cannot read
 */
export function routerOf(
  functions: readonly RegisteredFunction[],
  routePrefix: string,
): (method: string, path: string) => Match | undefined {
  const routes = functions
    .filter(({ trigger }) => trigger.type.toLowerCase() === 'httptrigger')
    .toSorted((a, b) => (a.name < b.name ? -1 : 1))
    .map((registered) => toRoute(registered, routePrefix));
  return (method, path) => {
    for (const { function: found, methods, pattern } of routes) {
      const groups = methods.has(method.toLowerCase()) ? pattern.exec(path)?.groups : undefined;
      if (groups !== undefined) return { function: found, params: decoded(groups) };
    }
    return undefined;
  };
}

function toRoute(registered: RegisteredFunction, routePrefix: string): Route {
  const { route = registered.name, methods = ['get', 'post'] } = registered.trigger as {
    readonly route?: string;
    readonly methods?: readonly string[];
  };
  const segments = [...routePrefix.split('/'), ...route.split('/')].filter((segment) => segment !== '');
  const pattern = segments.map((segment) => toPattern(segment, registered.name)).join('');
  return {
    function: registered,
    methods: new Set(methods.map((method) => method.toLowerCase())),
    // The empty group makes sure that there are groups at all.
    pattern: new RegExp(`^${pattern}/?(?<_>)$`, 'i'),
  };
}

function toPattern(segment: string, functionName: string): string {
  const parameter = /^\{(\*?)(\w+)(\??)\}$/.exec(segment);
  if (parameter !== null) {
    const [, rest, name, optional] = parameter;
    if (rest === '*') return `(?:/(?<${name}>.*))?`;
    return optional === '?' ? `(?:/(?<${name}>[^/]+))?` : `/(?<${name}>[^/]+)`;
  }
  if (/[{}]/.test(segment))
    throw new Error(`The local runner cannot read '${segment}' in the route of ${functionName}.`);
  return `/${segment.replaceAll(/[.*+?^$()|[\]\\]/g, '\\$&')}`;
}

function decoded(groups: Readonly<Record<string, string | undefined>>): Readonly<Record<string, string>> {
  const named = Object.entries(groups).filter(([name, value]) => name !== '_' && value !== undefined);
  return Object.fromEntries(named.map(([name, value]) => [name, decode(value ?? '')]));
}

function decode(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}

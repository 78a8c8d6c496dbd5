/** The views of the page, in the order of its navigation. */
export const VIEWS = ['pools', 'schedules', 'policies', 'audit', 'savings', 'deliveries'] as const;

/** A view of the page. */
export type View = (typeof VIEWS)[number];

/** The parts of the fragment of the address: a view, its subject, and how it is shown. */
export interface Route {
  readonly view: View;
  /** The segments after the view: account and pool, or the id of a document. */
  readonly path: readonly string[];
  readonly query: Readonly<Record<string, string>>;
}

/** The route of a fragment such as `#/pools/demo/render?range=7d`; the list of pools if it names no view. */
export function routeOf(hash: string): Route {
  const [place = '', query = ''] = hash.replace(/^#?\/?/, '').split('?', 2);
  const [name = '', ...path] = place
    .split('/')
    .filter((part) => part !== '')
    .map(decoded);
  const view = VIEWS.find((one) => one === name);
  if (view === undefined) return { view: 'pools', path: [], query: {} };
  return { view, path, query: Object.fromEntries(new URLSearchParams(query)) };
}

/** The fragment of a route, without empty query parameters. */
export function hashOf({ view, path = [], query = {} }: { readonly view: View } & Partial<Route>): string {
  const said = Object.entries(query).filter(([, value]) => value !== '');
  const place = [view, ...path].map(encodeURIComponent).join('/');
  return `#/${place}${said.length === 0 ? '' : `?${new URLSearchParams(said)}`}`;
}

/** The query of a view of documents that shows the editor of a new one. It is no id: any word can be that of a document. */
export const NEW = { new: 'true' };

/** Does a route show the editor of a new document? */
export function isNew({ query }: Route): boolean {
  return query['new'] === NEW.new;
}

/** Do two routes show the same subject? The rest of their queries is only how it is shown. */
export function isSamePlace(one: Route, other: Route): boolean {
  return hashOf(placeOf(one)) === hashOf(placeOf(other));
}

function placeOf(route: Route) {
  const { view, path } = route;
  return isNew(route) ? { view, path, query: NEW } : { view, path };
}

function decoded(part: string): string {
  try {
    return decodeURIComponent(part);
  } catch {
    return part;
  }
}

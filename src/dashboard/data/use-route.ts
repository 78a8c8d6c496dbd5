import { useEffect, useMemo, useState } from 'preact/hooks';
import { hashOf, type Route, routeOf } from '../model/route.ts';

/** Where the page is, and how to get somewhere else. */
export interface Routing {
  readonly route: Route;
  readonly go: (to: Parameters<typeof hashOf>[0]) => void;
  /** Changes how the view is shown: no step for the back button of the browser. */
  readonly show: (query: Readonly<Record<string, string>>) => void;
}

/**
 * The view stands in the fragment of the address, so that it can be shared, bookmarked and gone back from. The ways to get
 * somewhere else stay the same functions, so that what is given them is not drawn again for their sake.
 */
export function useRoute(): Routing {
  const [route, setRoute] = useState(() => routeOf(location.hash));
  useEffect(() => {
    const follow = () => setRoute(routeOf(location.hash));
    addEventListener('hashchange', follow);
    return () => removeEventListener('hashchange', follow);
  }, []);
  const ways = useMemo(() => waysTo(setRoute), []);
  return { route, ...ways };
}

function waysTo(setRoute: (route: Route) => void): Omit<Routing, 'route'> {
  return {
    go: (to) => {
      location.hash = hashOf(to);
    },
    show: (query) => {
      const shown = routeOf(location.hash);
      history.replaceState(null, '', hashOf({ ...shown, query: { ...shown.query, ...query } }));
      setRoute(routeOf(location.hash));
    },
  };
}

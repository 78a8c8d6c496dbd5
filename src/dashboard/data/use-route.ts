import { useEffect, useState } from 'preact/hooks';
import { hashOf, type Route, routeOf } from '../model/route.ts';

/** Where the page is, and how to get somewhere else. */
export interface Routing {
  readonly route: Route;
  readonly go: (to: Parameters<typeof hashOf>[0]) => void;
  /** Changes how the view is shown: no step for the back button of the browser. */
  readonly show: (query: Readonly<Record<string, string>>) => void;
}

/** The view stands in the fragment of the address, so that it can be shared, bookmarked and gone back from. */
export function useRoute(): Routing {
  const [route, setRoute] = useState(() => routeOf(location.hash));
  useEffect(() => {
    const follow = () => setRoute(routeOf(location.hash));
    addEventListener('hashchange', follow);
    return () => removeEventListener('hashchange', follow);
  }, []);
  return {
    route,
    go: (to) => {
      location.hash = hashOf(to);
    },
    show: (query) => {
      const changed = { ...route, query: { ...route.query, ...query } };
      history.replaceState(null, '', hashOf(changed));
      setRoute(routeOf(location.hash));
    },
  };
}

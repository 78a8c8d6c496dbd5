import { useEffect, useMemo, useState } from 'preact/hooks';
import { hashOf, isSamePlace, type Route, routeOf } from '../model/route.ts';
import { mayLeave } from './use-unsaved.ts';

/** The current route, and how to change it. */
export interface Routing {
  readonly route: Route;
  readonly go: (to: Parameters<typeof hashOf>[0]) => void;
  /** Changes the query of the view, without a step for the back button of the browser. */
  readonly show: (query: Readonly<Record<string, string>>) => void;
}

/**
 * The view is stored in the fragment of the address, so that it can be shared, bookmarked and gone back from. `go` and `show`
 * stay the same functions, so that components that get them are not rendered again. A view with a text that is not saved is left
 * only if the user agrees.
 */
export function useRoute(): Routing {
  const [route, setRoute] = useState(() => routeOf(location.hash));
  useEffect(() => {
    const follow = ({ oldURL }: HashChangeEvent) => {
      const left = new URL(oldURL).hash;
      const next = routeOf(location.hash);
      if (isSamePlace(routeOf(left), next) || mayLeave()) setRoute(next);
      else history.pushState(null, '', left);
    };
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

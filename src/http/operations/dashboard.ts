import { getDashboard } from '../dashboard.ts';
import type { Operation } from '../operation.ts';
import { NO_QUERY } from '../request/parse-params.ts';

/** The web page. */
export const DASHBOARD: readonly Operation[] = [
  {
    name: 'get-dashboard',
    method: 'GET',
    route: 'dashboard',
    access: 'open',
    tag: 'dashboard',
    summary: 'The web page.',
    description:
      'It holds no data and needs no key itself: it asks for a function key, or takes it from `#code=` in its address, and asks this API with it.',
    query: NO_QUERY,
    answers: {
      200: {
        description: 'A page in one piece, with a policy under which it runs nothing else and asks nobody else.',
        content: { type: 'text/html', example: '<!doctype html>' },
        headers: { 'content-security-policy': 'What the page may do.' },
      },
    },
    problems: ['InvalidRequest', 'Misconfigured'],
    handler: getDashboard,
  },
];

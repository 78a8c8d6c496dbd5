import type { Contract } from './contract.ts';
import { NO_QUERY } from './no-query.ts';

export const getDashboard = {
  name: 'get-dashboard',
  method: 'GET',
  route: 'dashboard',
  access: 'open',
  tag: 'dashboard',
  summary: 'Get the web page.',
  description:
    'The page holds no data and needs no key itself: it asks for a function key, or takes it from `#code=` in its address, and calls this API with it.',
  query: NO_QUERY,
  answers: {
    200: {
      description: 'A page in one file, with a policy by which it runs nothing else and calls nobody else.',
      content: { type: 'text/html', example: '<!doctype html>' },
      headers: { 'content-security-policy': 'What the page may do.' },
    },
  },
  problems: ['InvalidRequest', 'Misconfigured'],
} as const satisfies Contract;

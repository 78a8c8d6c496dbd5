import type { View } from './route.ts';

/** The documents that are edited in the page, as their routes in the API name them. */
export type DocumentKind = 'schedules' | 'policies' | 'subscriptions';

/** One of them in a sentence. */
export const ONE_OF: Readonly<Record<DocumentKind, string>> = {
  schedules: 'schedule',
  policies: 'policy',
  subscriptions: 'subscription',
};

/** The view that shows documents of a kind. */
export function viewOf(kind: DocumentKind): View {
  return kind === 'subscriptions' ? 'deliveries' : kind;
}

/** What a new document begins as. */
export const TEMPLATES: Readonly<Record<DocumentKind, unknown>> = {
  schedules: {
    id: 'office-hours',
    timeZone: 'Europe/Berlin',
    windows: [{ name: 'weekdays', days: ['MON-FRI'], from: '08:00', to: '18:00', capacity: { min: 1 } }],
    outside: { max: 0 },
  },
  policies: {
    id: 'render',
    pools: ['render-*'],
    mode: 'observe',
    schedules: ['office-hours'],
    idle: { timeout: 'PT20M' },
  },
  subscriptions: {
    id: 'ops',
    url: 'https://hooks.example/lamplighter',
    events: ['lamplighter.window.closing', 'lamplighter.node.start-failed'],
    notice: { before: 'PT30M' },
  },
};

import type { View } from './route.ts';

/** The kinds of documents that the page edits, by their routes in the API. */
export type DocumentKind = 'schedules' | 'policies' | 'subscriptions';

/** The word for one document of a kind, in a sentence. */
export const ONE_OF: Readonly<Record<DocumentKind, string>> = {
  schedules: 'schedule',
  policies: 'policy',
  subscriptions: 'subscription',
};

/** The view for documents of a kind. */
export function viewOf(kind: DocumentKind): View {
  return kind === 'subscriptions' ? 'deliveries' : kind;
}

/** The initial content of a new document. */
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

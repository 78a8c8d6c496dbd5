import type { DocumentText } from './documents.ts';

/** The names of this kind of document, and an example. */
export const POLICY: DocumentText = {
  kind: 'policies',
  name: 'policy',
  afterDeletion: 'The pools of the policy are left alone from then on.',
  example: {
    id: 'render',
    pools: ['render', 'render-*'],
    mode: 'observe',
    schedules: ['office-hours'],
    idle: { timeout: 'PT20M', keep: 1 },
  },
};

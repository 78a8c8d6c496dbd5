import type { DocumentText } from './documents.ts';

/** The names of this kind of document, and an example. */
export const RULE: DocumentText = {
  kind: 'rules',
  name: 'rule',
  afterDeletion: 'What the rule has done already is not undone.',
  example: {
    id: 'queue-is-long',
    source: 'azure-monitor',
    match: { 'data.essentials.alertRule': 'queue-*', 'data.essentials.monitorCondition': 'Fired' },
    act: {
      override: { account: 'demo', pool: 'render', capacity: { min: 4 }, until: 'PT4H', note: 'the queue is long' },
    },
  },
};

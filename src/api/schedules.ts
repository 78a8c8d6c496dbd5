import type { DocumentText } from './documents.ts';

/** The names of this kind of document, and an example. */
export const SCHEDULE: DocumentText = {
  kind: 'schedules',
  name: 'schedule',
  afterDeletion: 'A schedule that a policy uses is not deleted.',
  example: {
    id: 'office-hours',
    timeZone: 'Europe/Berlin',
    windows: [{ name: 'weekdays', days: ['MON-FRI'], from: '08:00', to: '18:30', capacity: { min: 10 } }],
    outside: { min: 0, max: 0 },
  },
};

/** The parts of the API, each with what it is about. */
export const TAGS = {
  acts: 'Start and deallocate nodes by hand.',
  announcements: 'Announce work that is to come, so that nodes are ready for it.',
  app: 'The app itself: its health, the schemas of documents, this description.',
  audit: 'The audit log: what was done, to what, by whom and why.',
  dashboard: 'The web page.',
  health: 'The health of pools, nodes and their extensions.',
  links: 'Links of notices, each for one use.',
  overrides: 'What holds for a pool instead of its schedules, for a time.',
  policies: 'What pools get: schedules, idle timeout, budgets, protection, mode.',
  pools: 'Pools: their state, the reasons for it, and what will change.',
  replays: 'What policies would have cost and delayed on the recorded demand of a pool.',
  rules: 'What is done when another system sends an event.',
  savings: 'What was saved, and how it is counted.',
  schedules: 'When pools should run.',
  subscriptions: 'Who receives which events.',
  webhooks: 'Events that other systems send.',
} as const;

/** A part of the API. */
export type Tag = keyof typeof TAGS;

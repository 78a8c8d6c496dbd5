/** What the parts of the API are about; a part that is not named here has no description, which a test does not let pass. */
export const TAGS: Readonly<Record<string, string>> = {
  acts: 'Nodes that somebody starts or deallocates by hand.',
  announcements: 'Work that is to come: nodes are ready for it.',
  app: 'The app itself: its health, its schemas, this description.',
  audit: 'The history: what was done, to what, by whom and why.',
  dashboard: 'The page for people.',
  health: 'Whether pools, nodes and their extensions are all right.',
  links: 'One-use addresses in notices.',
  overrides: 'Pins of people and systems on a pool, each with its end.',
  policies: 'What pools get: schedules, idle timeout, budgets, protection, mode.',
  pools: 'Pools: what they are doing, why, and what they are to do.',
  rules: 'What is done when another system says something.',
  savings: 'What was saved, and by what.',
  schedules: 'When pools should run.',
  subscriptions: 'Who is told of what happens.',
  webhooks: 'What other systems say.',
};

import type { Words } from '../fields/words.ts';

const POOL = (act: string): Words => ({
  [`act.${act}.account`]: 'The Batch account.',
  [`act.${act}.pool`]: 'The id of the pool.',
});

const TIMES = (act: string, until: string): Words => ({
  [`act.${act}.until`]: until,
  [`act.${act}.timeZone`]: 'Of times of day.',
});

const NODES = (act: 'start' | 'deallocate', what: string): Words => ({
  [`act.${act}`]: what,
  ...POOL(act),
  [`act.${act}.nodes`]: 'These nodes, by their ids.',
  [`act.${act}.count`]: 'So many nodes.',
  [`act.${act}.all`]: 'All nodes.',
  [`act.${act}.reason`]: 'Why, for people, on one line.',
  ...TIMES(act, 'Until when they stay so: an instant, a span from now on, or a time of day.'),
});

export const RULE_WORDS: Words = {
  '': 'What happens when an event comes in by a webhook. Nearly each value of an act may be "{{path}}": what the event has there.',
  $schema: 'The address of this JSON Schema, for editors.',
  id: '1 to 64 letters, digits, hyphens and underscores; as in the address. Rules are applied in the order of their ids.',
  description: 'For people.',
  enabled: 'A rule that is not enabled does nothing.',
  source:
    'The webhook that the event comes by: generic, azure-monitor, event-grid, or another with a secret of its own.',
  match:
    'What is asked of fields of the event, by their paths; all must be met. * in a text stands for any run of characters; a list of values is met by any of them, a list in the event by any of its elements.',
  pools: 'The pools that it may touch. Needed where the account or the pool comes from the event.',
  'pools[]': 'A pool id; * stands for any run of characters; "account/pool" means one account.',
  act: 'What is done, one thing.',
  'act.override': 'Overrides the pool for a time, in place of what was said before.',
  ...POOL('override'),
  'act.override.capacity': 'What is asked for instead of the schedules.',
  'act.override.capacity.min': 'How many nodes must be ready: a number, or a share such as "50%".',
  'act.override.capacity.max': 'How many nodes may be allocated: a number or a share; no limit without it.',
  ...TIMES('override', 'When it is over: an instant, a span from now on, or a time of day.'),
  'act.override.note': 'Why, for people, on one line.',
  'act.endOverride': 'Takes back the override that a rule has put. One that anybody else has put stays.',
  ...POOL('endOverride'),
  'act.endOverride.putBy': 'The id of the rule that has put it.',
  'act.announce': 'Says that work will come: nodes are ready for it by then.',
  ...POOL('announce'),
  'act.announce.slots': 'So many task slots.',
  'act.announce.by': 'When they must be ready: an instant, a span from now on, or a time of day.',
  ...TIMES(
    'announce',
    'Until when they are held for work that does not come: as above, a span counts from then on; an hour without it.',
  ),
  'act.announce.note': 'Why, for people, on one line.',
  ...NODES('start', 'Starts nodes.'),
  ...NODES('deallocate', 'Deallocates nodes; tasks that run end first.'),
};

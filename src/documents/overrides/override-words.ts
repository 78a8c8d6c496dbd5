import { capacityWords, type Words } from '../fields/words.ts';

export const OVERRIDE_WORDS: Words = {
  '': 'What a person or a system wants of a pool for a time, above its schedules.',
  ...capacityWords('capacity', 'What is asked for instead of the schedules.'),
  nodes: 'Single nodes that are to be on or off.',
  'nodes.on': 'Nodes that are started and stay on.',
  'nodes.on[]': 'The id of a node.',
  'nodes.off': 'Nodes that are deallocated and stay off.',
  'nodes.off[]': 'The id of a node.',
  from: 'When it begins; now without it.',
  until: 'When it is over, at most 366 days from now.',
  note: 'Why, for people, on one line.',
};

import type { Words } from '../fields/words.ts';

export const SUBSCRIPTION_WORDS: Words = {
  '': 'Where events are posted to, and which.',
  $schema: 'The address of this JSON Schema, for editors.',
  id: 'As in the address; 1 to 64 letters, digits, hyphens and underscores.',
  description: 'For people.',
  url: 'Where events are posted to, over https. Everybody who may read subscriptions sees it.',
  events: 'Types of events; "*" is all of them.',
  'events[]': 'A type of event, or "*".',
  filter: 'Narrows events about pools; those about documents concern all pools.',
  'filter.accounts': 'Only pools of these accounts.',
  'filter.accounts[]': 'The name of a Batch account.',
  'filter.pools': 'Only these pools.',
  'filter.pools[]': 'A pool id, with * for any run of characters; account/pool for one account only.',
  secret:
    'What is signed with: whsec_ and 24 to 64 bytes in Base64. Made for you if it is left out, and shown only in the answer to the PUT that sets it; a change that leaves it out keeps it.',
  previousSecrets:
    'What is signed with as well while receivers change over. Without it a new secret makes the one before it the previous one; [] ends that.',
  'previousSecrets[]': 'A secret.',
  format: 'The form of what is posted: CloudEvents, a message for Slack or Microsoft Teams, or the template.',
  template: 'With the format "template": the JSON to post. {{data.reason}} and the like in its texts are replaced.',
  notice: 'Of windows that are about to close.',
  'notice.before': 'How long before, from PT1M to P1D.',
  enabled: 'false sends nothing.',
};

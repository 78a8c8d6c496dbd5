import type { PoolCheck } from './context.ts';
import { DATA_PLANE_NAMES, READ_ONLY } from './data-plane-members.ts';
import { firstByWord, isThere, itemsOf, type LocatedValue, membersOf } from './located-value.ts';
import { found, type PoolCheckFinding, type PoolCheckRule } from './pool-check-rule.ts';
import { type ObjectMember, type PoolMember, wordMeant } from './pool-member.ts';
import { POOL_MEMBERS } from './pool-members.ts';
import { POOL_SPECIFICATION } from './sources.ts';

const DATA_PLANE: PoolCheckRule = {
  id: 'member-of-data-plane',
  severity: 'error',
  says: 'this is the name on the data plane; pools are created through the management plane, which has another place for it',
  source: POOL_SPECIFICATION,
};
const LETTER_CASE: PoolCheckRule = {
  id: 'member-spelling',
  severity: 'warning',
  says: 'the specification spells this name in another letter case, and it is sent in that',
  source: POOL_SPECIFICATION,
};
const TWICE: PoolCheckRule = {
  id: 'member-twice',
  severity: 'error',
  says: 'the object has this member in two letter cases, and which of the two is meant is not guessed; leave one of them out',
  source: POOL_SPECIFICATION,
};
const UNKNOWN: PoolCheckRule = {
  id: 'member-unknown',
  severity: 'warning',
  says: 'the specification has no such member; it is sent unchanged, and Azure may refuse it or ignore it',
  source: POOL_SPECIFICATION,
};
const SERVICE_ONLY: PoolCheckRule = {
  id: 'member-read-only',
  severity: 'advice',
  says: 'only the service sets this member; in a body it has no effect',
  source: POOL_SPECIFICATION,
};
const ENUMERATION: PoolCheckRule = {
  id: 'enumeration',
  severity: 'error',
  says: 'the value is none of the words that the specification allows',
  source: POOL_SPECIFICATION,
};
const WORD_CASE: PoolCheckRule = {
  id: 'enumeration-spelling',
  severity: 'warning',
  says: 'the specification spells this word in another letter case, and it is sent in that',
  source: POOL_SPECIFICATION,
};
const EMPTY_WORD: PoolCheckRule = {
  id: 'enumeration-empty',
  severity: 'advice',
  says: 'an empty text counts as left out, so Azure chooses its default',
  // Terraform sends `nodeDeallocationOption: ""` whenever it is not set.
  source: 'https://registry.terraform.io/providers/hashicorp/azurerm/latest/docs/resources/batch_pool',
};

export const MEMBER_RULES = [DATA_PLANE, LETTER_CASE, TWICE, UNKNOWN, SERVICE_ONLY, ENUMERATION, WORD_CASE, EMPTY_WORD];

/** Finds members and values that the specification does not know at their place, and suggests the probable ones. */
export const checkMembers: PoolCheck = ({ properties }) => findingsAt(properties, POOL_MEMBERS);

function findingsAt(place: LocatedValue, expected: PoolMember): readonly PoolCheckFinding[] {
  switch (expected.kind) {
    case 'anything':
      return [];
    case 'words':
      return isThere(place) ? checkWord(place, expected.words) : [];
    case 'list':
      return itemsOf(place).flatMap((item) => findingsAt(item, expected.items));
    case 'object':
      return checkObject(place, expected);
  }
}

function checkObject(place: LocatedValue, { members }: ObjectMember): readonly PoolCheckFinding[] {
  const words = firstByWord(Object.keys(members));
  const inside = membersOf(place);
  const said = new Map(inside.map(([name]) => [name.toLowerCase(), name]));
  return inside.flatMap(([name, value]) => {
    const expected = Object.hasOwn(members, name) ? members[name] : undefined;
    if (said.get(name.toLowerCase()) !== name) return [found(TWICE, value)];
    if (expected !== undefined) return findingsAt(value, expected);
    const meant = words.get(name.toLowerCase());
    const known = meant === undefined ? undefined : members[meant];
    if (known === undefined) return [strange(name, value)];
    return [found(LETTER_CASE, value, `"${meant}" is meant`), ...findingsAt(value, known)];
  });
}

function strange(name: string, value: LocatedValue): PoolCheckFinding {
  if (READ_ONLY.has(name)) return found(SERVICE_ONLY, value);
  const elsewhere = DATA_PLANE_NAMES.get(name);
  return elsewhere === undefined ? found(UNKNOWN, value) : found(DATA_PLANE, value, `"${elsewhere}" is meant`);
}

function checkWord(place: LocatedValue, words: readonly string[]): readonly PoolCheckFinding[] {
  const { value } = place;
  if (value === '') return [found(EMPTY_WORD, place)];
  const meant = typeof value === 'string' ? wordMeant(value, words) : undefined;
  if (meant === value) return [];
  return meant === undefined
    ? [found(ENUMERATION, place, `one of ${words.map((known) => `"${known}"`).join(', ')} is expected`)]
    : [found(WORD_CASE, place, `"${meant}" is meant`)];
}

import type { PoolCheck } from './context.ts';
import { DATA_PLANE_NAMES, KNOWN_MEMBERS, READ_ONLY } from './known-members.ts';
import { isSameWord, itemsOf, member, membersOf, type Place } from './place.ts';
import { misspelledNodeAgent } from './pool-body.ts';
import { type Finding, found, type Rule } from './rule.ts';
import { POOL_SPECIFICATION } from './sources.ts';

const DATA_PLANE: Rule = {
  id: 'member-of-data-plane',
  severity: 'error',
  says: 'this is how the data plane says it; pools are created through the management plane, which has another place for it',
  source: POOL_SPECIFICATION,
};
const LETTER_CASE: Rule = {
  id: 'member-spelling',
  severity: 'error',
  says: 'the member is spelled in another letter case',
  source: POOL_SPECIFICATION,
};
const UNKNOWN: Rule = {
  id: 'member-unknown',
  severity: 'warning',
  says: 'the specification has no such member; it is sent as it is, and Azure may refuse it or pass over it',
  source: POOL_SPECIFICATION,
};
const SERVICE_ONLY: Rule = {
  id: 'member-read-only',
  severity: 'advice',
  says: 'only the service says it; in a body it means nothing',
  source: POOL_SPECIFICATION,
};

export const MEMBER_RULES = [DATA_PLANE, LETTER_CASE, UNKNOWN, SERVICE_ONLY];

/** Members that are not known where they stand, with what is probably meant. */
export const checkMembers: PoolCheck = ({ properties, machines }) => {
  // It has a rule of its own.
  const agent = misspelledNodeAgent(machines)?.path;
  return KNOWN_MEMBERS.flatMap(([path, names]) =>
    placesAt(properties, path).flatMap((place) =>
      membersOf(place)
        .filter(([, inside]) => inside.path !== agent)
        .flatMap(([name, inside]) => findingOf(name, inside, names)),
    ),
  );
};

function findingOf(name: string, place: Place, known: readonly string[]): readonly Finding[] {
  if (known.includes(name)) return READ_ONLY.includes(name) ? [found(SERVICE_ONLY, place)] : [];
  const meant = known.find((one) => isSameWord(one, name));
  if (meant !== undefined) return [found(LETTER_CASE, place, `"${meant}" is meant`)];
  const elsewhere = Object.hasOwn(DATA_PLANE_NAMES, name) ? DATA_PLANE_NAMES[name] : undefined;
  return [elsewhere === undefined ? found(UNKNOWN, place) : found(DATA_PLANE, place, `"${elsewhere}" is meant`)];
}

function placesAt(from: Place, path: readonly string[]): readonly Place[] {
  return path.reduce<readonly Place[]>(
    (places, name) => places.flatMap((place) => (name === '*' ? itemsOf(place) : [member(place, name)])),
    [from],
  );
}

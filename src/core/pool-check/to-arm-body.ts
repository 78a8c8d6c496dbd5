import { isObject, isSameWord } from './located-value.ts';
import { wrapperOf } from './pool-body.ts';
import { object, type PoolMember, wordMeant } from './pool-member.ts';
import { POOL_MEMBERS } from './pool-members.ts';

const RESOURCE = object(['identity', 'name', 'tags', 'type'], { properties: POOL_MEMBERS });

/**
 * The body for Azure Resource Manager: as received, but without the wrapper, and with members and values in the letter case of
 * the specification. Each difference is a finding; nothing else is changed.
 */
export function toArmBody(body: unknown): unknown {
  const wrapper = wrapperOf({ value: body, path: '$' });
  const { parameters: _, ...outside } = isObject(body) ? body : {};
  const resource = wrapper === undefined ? body : { ...outside, ...(wrapper.value as object) };
  return asSpecified(resource, RESOURCE);
}

function asSpecified(value: unknown, expected: PoolMember): unknown {
  if (expected.kind === 'words') return typeof value === 'string' ? (wordMeant(value, expected.words) ?? value) : value;
  if (expected.kind === 'list')
    return Array.isArray(value) ? value.map((item) => asSpecified(item, expected.items)) : value;
  if (expected.kind === 'anything' || !isObject(value)) return value;
  const names = Object.keys(expected.members);
  const entries = Object.entries(value).map(([said, inside]): [string, unknown] => {
    const name = names.includes(said) ? said : (names.find((one) => isSameWord(one, said)) ?? said);
    const member = Object.hasOwn(expected.members, name) ? expected.members[name] : undefined;
    return [name, member === undefined ? inside : asSpecified(inside, member)];
  });
  return Object.fromEntries(entries);
}

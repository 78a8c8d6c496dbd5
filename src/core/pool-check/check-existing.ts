import type { PoolCheck } from './context.ts';
import { type Extension, objectIn } from './extension.ts';
import { isObject, member } from './located-value.ts';
import { readPoolBody } from './pool-body.ts';
import { found, type PoolCheckFinding, type PoolCheckRule } from './pool-check-rule.ts';
import { EXTENSIONS_PAGE } from './sources.ts';

const INSTEAD =
  'extensions cannot be added to an existing pool, nor removed or updated; create a pool under another name with this body, let new jobs go there, and delete the old one when its jobs are done';

const ADDED: PoolCheckRule = {
  id: 'existing-extension-added',
  severity: 'error',
  says: INSTEAD,
  source: EXTENSIONS_PAGE,
};
const REMOVED: PoolCheckRule = {
  id: 'existing-extension-removed',
  severity: 'error',
  says: INSTEAD,
  source: EXTENSIONS_PAGE,
};
const CHANGED: PoolCheckRule = {
  id: 'existing-extension-changed',
  severity: 'error',
  says: INSTEAD,
  source: EXTENSIONS_PAGE,
};

export const EXISTING_RULES = [ADDED, REMOVED, CHANGED];

/** The compared members; protected settings are never shown. */
const COMPARED = [
  'publisher',
  'type',
  'typeHandlerVersion',
  'autoUpgradeMinorVersion',
  'enableAutomaticUpgrade',
  'settings',
  'provisionAfterExtensions',
];

/** Compares the extensions with those of the existing pool. */
export const checkExisting: PoolCheck = (pool, { existing }) => {
  if (existing === undefined) return [];
  const present = readPoolBody(existing).extensions;
  const isThere = (extension: Extension) => counterpart(extension, present) !== undefined;
  const removed = present.filter((extension) => counterpart(extension, pool.extensions) === undefined);
  const list = member(pool.machines, 'extensions');
  return [
    ...pool.extensions.filter((one) => !isThere(one)).map(({ place, name }) => found(ADDED, place, quoted(name))),
    ...removed.map(({ name }) => found(REMOVED, list, `${quoted(name)} is left out`)),
    ...pool.extensions.flatMap((extension) => changes(extension, counterpart(extension, present))),
  ];
};

function changes(extension: Extension, present: Extension | undefined): readonly PoolCheckFinding[] {
  if (present === undefined) return [];
  return COMPARED.map((name) => ({ name, said: member(extension.place, name), shown: member(present.place, name) }))
    .filter(({ name, said, shown }) => canonical(name, said.value) !== canonical(name, shown.value))
    .map(({ name, said }) => found(CHANGED, said, `${name} of ${quoted(extension.name)} is another`));
}

function counterpart({ name }: Extension, among: readonly Extension[]): Extension | undefined {
  return among.find((other) => other.name?.toLowerCase() === name?.toLowerCase());
}

/** The meaning of a missing member. */
const LEFT_OUT: Readonly<Record<string, unknown>> = {
  autoUpgradeMinorVersion: false,
  enableAutomaticUpgrade: false,
  settings: {},
  provisionAfterExtensions: [],
};

/** Equal texts for equal meanings: whatever the order of members, settings as a string or an object, flags explicit or not. */
function canonical(name: string, value: unknown): string {
  const said = value ?? LEFT_OUT[name] ?? '';
  if (name === 'publisher' || name === 'type') return String(said).toLowerCase();
  const read = name === 'settings' && typeof said === 'string' ? (objectIn(said) ?? said) : said;
  return JSON.stringify(ordered(read));
}

function ordered(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(ordered);
  if (!isObject(value)) return value;
  return Object.fromEntries(
    Object.keys(value)
      .toSorted()
      .map((name) => [name, ordered(value[name])]),
  );
}

function quoted(name: string | undefined): string {
  return `'${name ?? ''}'`;
}

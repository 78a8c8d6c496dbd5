import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Resource } from '../bicep/template.ts';
import { isList, isRecord, type Value } from '../bicep/value.ts';

type Members = Readonly<Record<string, string>>;

/** The types of a resource's body: see test/infra/schemas/README.md. */
export interface ResourceType {
  readonly resource: string;
  readonly bodies: readonly Members[];
  readonly types: Readonly<Record<string, Members | readonly Members[]>>;
}

const FOLDER = 'test/infra/schemas';

/** All types that are kept here, by name and version. */
export function resourceTypes(): ReadonlyMap<string, ResourceType> {
  const files = readdirSync(FOLDER).filter((file) => file.endsWith('.json'));
  const types = files.map((file) => JSON.parse(readFileSync(join(FOLDER, file), 'utf8')) as ResourceType);
  return new Map(types.map((type) => [type.resource, type]));
}

/** What is wrong with a resource's body: a member that is unknown, missing, only read, or of another kind. */
export function bodyProblems(resource: Resource, types: ReadonlyMap<string, ResourceType>): readonly string[] {
  const name = `${resource.type}@${resource.version}`;
  const type = types.get(name);
  const where = `${resource.at} ${resource.type}`;
  if (type === undefined) return [`${where}: ${name} is not among the types in ${FOLDER}`];
  if (resource.isExisting) return [];
  const own = { ...resource.body, name: resource.name.split('/').at(-1) ?? '' };
  return bestOf(type.bodies.map((members) => membersProblems(own, members, { type, path: where })));
}

interface Place {
  readonly type: ResourceType;
  readonly path: string;
}

/** Of several shapes the one that fits best says what is wrong. */
function bestOf(problems: readonly (readonly string[])[]): readonly string[] {
  return problems.toSorted((a, b) => a.length - b.length)[0] ?? [];
}

function membersProblems(value: { readonly [key: string]: Value }, members: Members, place: Place): readonly string[] {
  const missing = Object.entries(members)
    .filter(([name, text]) => text.startsWith('required ') && (value[name] ?? null) === null)
    .map(([name]) => `${place.path}: '${name}' is missing`);
  const given = Object.entries(value).filter(([, one]) => one !== null);
  const wrong = given.flatMap(([name, one]) => memberProblems(name, one, { members, place }));
  return [...missing, ...wrong];
}

function memberProblems(
  name: string,
  value: Value,
  { members, place }: { readonly members: Members; readonly place: Place },
): readonly string[] {
  const path = `${place.path}.${name}`;
  const text = Object.hasOwn(members, name) ? members[name] : members['*'];
  if (text === undefined) return [`${path}: there is no such member`];
  if (text === 'readOnly') return [`${path}: it can only be read`];
  return valueProblems(value, text.replace(/^required /, ''), { ...place, path });
}

const KINDS: Readonly<Record<string, (value: Value) => boolean>> = {
  string: (value) => typeof value === 'string',
  int: (value) => Number.isInteger(value),
  bool: (value) => typeof value === 'boolean',
  any: () => true,
};

function valueProblems(value: Value, text: string, place: Place): readonly string[] {
  const item = /^(.*)\[\]$/.exec(text)?.[1];
  if (item !== undefined && !item.includes(' | ')) {
    if (!isList(value)) return [`${place.path}: an array is expected`];
    return value.flatMap((one, index) => valueProblems(one, item, { ...place, path: `${place.path}[${index}]` }));
  }
  const named = place.type.types[text];
  if (named !== undefined) return objectProblems(value, named, place);
  return scalarProblems(value, text, place);
}

function objectProblems(value: Value, named: Members | readonly Members[], place: Place): readonly string[] {
  const shapes = isShapes(named) ? named : [named];
  if (shapes.length === 0) return [`${place.path}: what it may hold is not kept here`];
  if (!isRecord(value)) return [`${place.path}: an object is expected`];
  return bestOf(shapes.map((members) => membersProblems(value, members, place)));
}

function isShapes(named: Members | readonly Members[]): named is readonly Members[] {
  return Array.isArray(named);
}

/** A text outside a list that Azure leaves open is taken for a fault as well: it is far more often a slip than a new value. */
function scalarProblems(value: Value, text: string, { path }: Place): readonly string[] {
  const kind = KINDS[text];
  if (kind !== undefined) return kind(value) ? [] : [`${path}: ${text} is expected, and not ${JSON.stringify(value)}`];
  const literals = text.split(' | ').filter((one) => !(one in KINDS));
  return literals.includes(String(value))
    ? []
    : [`${path}: one of ${literals.join(', ')} is expected, and not ${JSON.stringify(value)}`];
}

import type { Declaration } from './ast.ts';
import { evaluate, type Surroundings } from './evaluate.ts';
import { isList, isRecord, type Value } from './value.ts';

const KINDS: Readonly<Record<string, (value: Value) => boolean>> = {
  string: (value) => typeof value === 'string',
  int: (value) => Number.isInteger(value),
  bool: (value) => typeof value === 'boolean',
  array: isList,
  object: isRecord,
};

/** Holds a value to the declared type of a parameter or an output, and to its decorators. @throws Error if it is not so */
export function checkParameter(
  { name, type = '', decorators }: Declaration,
  value: Value,
  around: Surroundings,
): Value {
  const isKind = KINDS[type];
  if (isKind === undefined) throw new Error(`the type '${type}' of '${name}' is not in the subset`);
  if (!isKind(value)) throw new Error(`'${name}' is to be ${type} and is ${JSON.stringify(value)}`);
  const size = typeof value === 'number' ? value : typeof value === 'string' ? value.length : 0;
  for (const decorator of decorators) {
    const [given] = decorator.given;
    const limit = given === undefined ? undefined : evaluate(given, around);
    if (!BOUNDS[decorator.name]?.({ value, size, limit })) continue;
    throw new Error(
      `'${name}' is ${JSON.stringify(value)}, which @${decorator.name}(${JSON.stringify(limit)}) forbids`,
    );
  }
  return value;
}

interface Bound {
  readonly value: Value;
  readonly size: number;
  readonly limit: Value | undefined;
}

/** Each says whether it forbids a value. */
const BOUNDS: Readonly<Record<string, (bound: Bound) => boolean>> = {
  allowed: ({ value, limit }) => !isList(limit) || !limit.includes(value),
  minLength: ({ size, limit }) => size < Number(limit),
  minValue: ({ size, limit }) => size < Number(limit),
  maxLength: ({ size, limit }) => size > Number(limit),
  maxValue: ({ size, limit }) => size > Number(limit),
};

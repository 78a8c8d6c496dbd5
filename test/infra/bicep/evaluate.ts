import type { Declaration, Expression } from './ast.ts';
import { FUNCTIONS } from './functions.ts';
import { isList, isRecord, listOf, Reference, textOf, type Value } from './value.ts';

/** What an expression is evaluated in. */
export interface Surroundings {
  /** The value of a name. @throws Error if there is none */
  lookUp(name: string): Value;
  /** A function that is not pure: of the scope, or one that reads a file. `undefined` if there is none. */
  call(name: string, given: readonly Value[]): Value | undefined;
}

/** The value of an expression. @throws Error for what is not defined, and what is of the wrong kind */
export function evaluate(expression: Expression, around: Surroundings): Value {
  switch (expression.kind) {
    case 'literal':
      return expression.value;
    case 'text':
      return expression.parts.map((part) => (typeof part === 'string' ? part : shown(evaluate(part, around)))).join('');
    case 'array':
      return expression.items.map((item) => evaluate(item, around));
    case 'object':
      return objectOf(expression.members, around);
    case 'name':
      return around.lookUp(expression.name);
    case 'member':
      return memberOf(expression, around);
    case 'index':
      return itemOf(evaluate(expression.of, around), evaluate(expression.at, around));
    case 'unary':
      return negated(expression.sign, evaluate(expression.of, around));
    case 'binary':
      return combined(expression, around);
    case 'choice':
      return evaluate(isTrue(expression.if, around) ? expression.then : expression.else, around);
    case 'call':
      return called(expression, around);
    case 'loop':
      return repeated(expression, around).map(({ within }) => evaluate(expression.body, within));
    case 'lambda':
      throw new Error('a function cannot be a value here');
  }
}

/** The surroundings of each turn of a loop. */
export function repeated(
  { item, index, of }: Extract<Expression, { kind: 'loop' }>,
  around: Surroundings,
): readonly { readonly within: Surroundings }[] {
  return listOf(evaluate(of, around), 'a loop').map((value, at) => ({
    within: withNames({ [item]: value, ...(index !== undefined && { [index]: at }) }, around),
  }));
}

export function isTrue(expression: Expression, around: Surroundings): boolean {
  const value = evaluate(expression, around);
  if (typeof value === 'boolean') return value;
  throw new Error(`a condition is ${JSON.stringify(value)}`);
}

function withNames(names: Readonly<Record<string, Value>>, around: Surroundings): Surroundings {
  return {
    call: around.call,
    lookUp: (name) => (Object.hasOwn(names, name) ? (names[name] ?? null) : around.lookUp(name)),
  };
}

function shown(value: Value): string {
  if (typeof value === 'string') return value;
  if (typeof value === 'number' || typeof value === 'boolean') return String(value);
  throw new Error(`${JSON.stringify(value)} cannot be part of a text`);
}

function objectOf(
  members: Extract<Expression, { kind: 'object' }>['members'],
  around: Surroundings,
): { readonly [key: string]: Value } {
  const entries = members.map(
    ({ key, value }) => [textOf(evaluate(key, around), 'a key'), evaluate(value, around)] as const,
  );
  const keys = entries.map(([key]) => key);
  const twice = keys.find((key, index) => keys.indexOf(key) !== index);
  if (twice !== undefined) throw new Error(`the member '${twice}' is there twice`);
  return Object.fromEntries(entries);
}

function memberOf({ of, name, isSafe }: Extract<Expression, { kind: 'member' }>, around: Surroundings): Value {
  const value = evaluate(of, around);
  const found = value instanceof Reference ? value.member(name) : isRecord(value) ? value[name] : undefined;
  if (found !== undefined) return found;
  if (isSafe) return null;
  throw new Error(`there is no member '${name}' in ${value instanceof Reference ? value.what : JSON.stringify(value)}`);
}

function itemOf(value: Value, at: Value): Value {
  const found =
    isList(value) && typeof at === 'number' ? value[at] : isRecord(value) ? value[textOf(at, 'an index')] : undefined;
  if (found === undefined) throw new Error(`there is no item ${JSON.stringify(at)}`);
  return found;
}

function negated(sign: string, value: Value): Value {
  if (sign === '!' && typeof value === 'boolean') return !value;
  if (sign === '-' && typeof value === 'number') return -value;
  throw new Error(`'${sign}' cannot stand before ${JSON.stringify(value)}`);
}

type Binary = Extract<Expression, { kind: 'binary' }>;

function combined({ sign, left, right }: Binary, around: Surroundings): Value {
  if (sign === '&&') return isTrue(left, around) && isTrue(right, around);
  if (sign === '||') return isTrue(left, around) || isTrue(right, around);
  const first = evaluate(left, around);
  if (sign === '??') return first ?? evaluate(right, around);
  const second = evaluate(right, around);
  if (sign === '==') return JSON.stringify(first) === JSON.stringify(second);
  if (sign === '!=') return JSON.stringify(first) !== JSON.stringify(second);
  return compared(sign, first, second);
}

function compared(sign: string, first: Value, second: Value): boolean {
  if (typeof first !== 'number' || typeof second !== 'number') throw new Error(`'${sign}' compares no numbers`);
  if (sign === '>') return first > second;
  if (sign === '<') return first < second;
  if (sign === '>=') return first >= second;
  if (sign === '<=') return first <= second;
  throw new Error(`the operator '${sign}' is not in the subset`);
}

function called({ name, given }: Extract<Expression, { kind: 'call' }>, around: Surroundings): Value {
  if (name === 'map') return overList(given, around).map(({ result }) => result());
  if (name === 'filter')
    return overList(given, around).flatMap(({ item, result }) => (result() === true ? [item] : []));
  const values = given.map((one) => evaluate(one, around));
  const special = around.call(name, values);
  if (special !== undefined) return special;
  const pure = FUNCTIONS[name];
  if (pure === undefined) throw new Error(`the function '${name}' is not in the subset`);
  return pure(...values);
}

function overList(given: readonly Expression[], around: Surroundings) {
  const [list, lambda] = given;
  if (list === undefined || lambda?.kind !== 'lambda') throw new Error('a list and a function are expected');
  const [first = '', second] = lambda.names;
  return listOf(evaluate(list, around), 'map').map((item, at) => ({
    item,
    result: () =>
      evaluate(lambda.body, withNames({ [first]: item, ...(second !== undefined && { [second]: at }) }, around)),
  }));
}

/** Resources that are declared inside the body of another one. */
export function nestedIn(expression: Expression | undefined): readonly Declaration[] {
  return expression?.kind === 'object' ? expression.resources : [];
}

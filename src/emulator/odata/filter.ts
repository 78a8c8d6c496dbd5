import { Temporal } from 'temporal-polyfill';
import { BatchError } from '../http/batch-error.ts';

/** Does a filter accept a listed item? */
export interface Filter {
  (item: object): boolean;
  /** The only values of one property that it can accept; `undefined` if it compares in another way as well. */
  readonly equal?: EqualTo | undefined;
}

interface EqualTo {
  readonly property: string;
  readonly values: ReadonlySet<string>;
}

/** The properties that can be filtered, and how; the service refuses all others. */
export type Filterable = Readonly<Record<string, FilterProperty>>;

type Comparison = 'eq' | 'ne' | 'lt' | 'le' | 'gt' | 'ge' | 'startswith';

/** The type of a property and its comparisons. Any property can be compared with `null`, that is, whether it exists. */
export interface FilterProperty {
  readonly kind: 'text' | 'time' | 'number' | 'flag' | 'object';
  readonly comparisons: readonly Comparison[];
  /** The member of an item that it is, where that has another name. */
  readonly member?: string;
}

const ORDERED: readonly Comparison[] = ['eq', 'ne', 'lt', 'le', 'gt', 'ge'];

/** A text with every comparison, and `startswith`. */
export const TEXT: FilterProperty = { kind: 'text', comparisons: [...ORDERED, 'startswith'] };
/** A value of an enumeration. */
export const WORD: FilterProperty = { kind: 'text', comparisons: ['eq', 'ne'] };
/** A text that the service compares only with `eq`. */
export const ONLY_EQUAL: FilterProperty = { kind: 'text', comparisons: ['eq'] };
export const TIME: FilterProperty = { kind: 'time', comparisons: ORDERED };
export const NUMBER: FilterProperty = { kind: 'number', comparisons: ORDERED };
export const FLAG: FilterProperty = { kind: 'flag', comparisons: ['eq', 'ne'] };
/** An object that exists or not. */
export const OBJECT: FilterProperty = { kind: 'object', comparisons: ['eq', 'ne'] };

/**
 * Reads a `$filter` expression: comparisons of a property with a literal and `startswith`, joined by `and`, `or` and
 * parentheses. Without an expression everything is let through.
 * https://learn.microsoft.com/rest/api/batchservice/odata-filters-in-batch
 * @throws BatchError InvalidQueryParameterValue with the reason
 */
export function parseFilter(expression: string | undefined, filterable: Filterable): Filter {
  if (expression === undefined || expression.trim() === '') return () => true;
  const reader = new Reader(expression, filterable);
  const filter = reader.readOr();
  reader.expectEnd();
  return filter;
}

// assumed: the service limits this as well, but where is not established; a recursive parser must.
const DEEPEST = 100;

const TOKEN = /\s*(\(|\)|,|(?:datetime)?'(?:[^']|'')*'|[\w/.:+-]+)/iy;

class Reader {
  readonly #expression: string;
  readonly #filterable: Filterable;
  readonly #tokens: string[] = [];
  #position = 0;
  #depth = 0;

  constructor(expression: string, filterable: Filterable) {
    this.#expression = expression;
    this.#filterable = filterable;
    const text = expression.trimEnd();
    TOKEN.lastIndex = 0;
    while (TOKEN.lastIndex < text.length) {
      const token = TOKEN.exec(text)?.[1];
      if (token === undefined) throw this.#refuse('The expression is not valid.');
      this.#tokens.push(token);
    }
  }

  readOr(): Filter {
    const first = this.#readAnd();
    if (!this.#accept('or')) return first;
    const second = this.readOr();
    return Object.assign((item: object) => first(item) || second(item), { equal: eitherOf(first.equal, second.equal) });
  }

  expectEnd(): void {
    if (this.#position < this.#tokens.length) throw this.#refuse(`'${this.#tokens[this.#position]}' was not expected.`);
  }

  #readAnd(): Filter {
    const first = this.#readTerm();
    if (!this.#accept('and')) return first;
    const second = this.#readAnd();
    return (item) => first(item) && second(item);
  }

  #readTerm(): Filter {
    if (this.#accept('(')) {
      this.#depth += 1;
      if (this.#depth > DEEPEST) throw this.#refuse(`It has more than ${DEEPEST} parentheses within each other.`);
      const inner = this.readOr();
      this.#depth -= 1;
      this.#expect(')');
      return inner;
    }
    return this.#accept('startswith') ? this.#readStartsWith() : this.#readComparison();
  }

  #readStartsWith(): Filter {
    this.#expect('(');
    const { member, kind } = this.#readProperty('startswith');
    this.#expect(',');
    const beginning = this.#readLiteral(kind);
    this.#expect(')');
    if (typeof beginning !== 'string') throw this.#refuse(`${beginning} is not the beginning of a text.`);
    return (item) => {
      const text = memberOf(item, member);
      return typeof text === 'string' && text.startsWith(beginning);
    };
  }

  #readComparison(): Filter {
    const name = this.#next();
    const comparison = this.#next().toLowerCase() as Comparison;
    const { member, kind } = this.#checkProperty(name, comparison);
    const literal = this.#readLiteral(kind);
    const accepts = ACCEPTS[comparison];
    if (accepts === undefined) throw this.#refuse(`'${comparison}' is not a comparison.`);
    const passes = (item: object) => {
      const order = compare(memberOf(item, member), literal, kind);
      return order !== undefined && accepts(order);
    };
    const isEqual = comparison === 'eq' && typeof literal === 'string';
    return Object.assign(passes, isEqual && { equal: { property: member, values: new Set([literal]) } });
  }

  #readProperty(comparison: Comparison): Filtered {
    return this.#checkProperty(this.#next(), comparison);
  }

  #checkProperty(name: string, comparison: Comparison): Filtered {
    const property = Object.hasOwn(this.#filterable, name) ? this.#filterable[name] : undefined;
    if (property === undefined) throw this.#refuse(`The property '${name}' cannot be filtered by.`);
    const { kind, comparisons, member = name } = property;
    if (!comparisons.includes(comparison)) {
      throw this.#refuse(`The property '${name}' does not support '${comparison}'.`);
    }
    return { member, kind };
  }

  /** Reads the literal for a property of a kind; a time is in milliseconds since the epoch. */
  #readLiteral(kind: Kind): Literal {
    const token = this.#next();
    if (token === 'null') return null;
    const [, prefix, quoted] = /^(datetime)?'(.*)'$/is.exec(token) ?? [];
    const text = quoted?.replaceAll("''", "'");
    // assumed: a time is accepted as a plain text, too.
    if (kind === 'time' && text !== undefined) return this.#readDateTime(text);
    const literal = text ?? plainLiteral(token);
    const isOfKind = prefix === undefined && typeof literal === LITERALS[kind];
    if (!isOfKind) throw this.#refuse(`${token} is not a value for the property.`);
    return literal;
  }

  #readDateTime(text: string): number {
    try {
      return Temporal.Instant.from(text.includes('T') ? text : `${text}T00:00:00Z`).epochMilliseconds;
    } catch {
      throw this.#refuse(`'${text}' is not a date and time.`);
    }
  }

  #accept(token: string): boolean {
    if (this.#tokens[this.#position]?.toLowerCase() !== token) return false;
    this.#position += 1;
    return true;
  }

  #expect(token: string): void {
    if (!this.#accept(token)) throw this.#refuse(`'${token}' is missing.`);
  }

  #next(): string {
    const token = this.#tokens[this.#position];
    if (token === undefined) throw this.#refuse('The expression ends too early.');
    this.#position += 1;
    return token;
  }

  #refuse(reason: string): BatchError {
    return new BatchError(
      'InvalidQueryParameterValue',
      ['QueryParameterName', '$filter'],
      ['QueryParameterValue', this.#expression],
      ['Reason', reason],
    );
  }
}

function eitherOf(one: EqualTo | undefined, other: EqualTo | undefined): EqualTo | undefined {
  if (one === undefined || one.property !== other?.property) return undefined;
  return { property: one.property, values: new Set([...one.values, ...other.values]) };
}

type Kind = FilterProperty['kind'];

interface Filtered {
  readonly member: string;
  readonly kind: Kind;
}

type Literal = string | number | boolean | null | undefined;

/** The type of the literal for each kind but time; an object is compared with `null` only. */
const LITERALS = { text: 'string', number: 'number', flag: 'boolean', time: 'none', object: 'none' } as const;

/** A literal without quotes: a number or a flag. */
function plainLiteral(token: string): Literal {
  if (token === 'true' || token === 'false') return token === 'true';
  return NUMBER_LITERAL.test(token) ? Number(token) : undefined;
}

/** A number in decimal digits; OData knows no other notation, such as `0x10`. http://docs.oasis-open.org/odata/odata/v4.01/ */
const NUMBER_LITERAL = /^[+-]?\d+(\.\d+)?(e[+-]?\d+)?$/i;

const ACCEPTS: Readonly<Record<string, (order: number) => boolean>> = {
  eq: (order) => order === 0,
  ne: (order) => order !== 0,
  lt: (order) => order < 0,
  le: (order) => order <= 0,
  gt: (order) => order > 0,
  ge: (order) => order >= 0,
};

/** The member of a property such as `executionInfo/poolId`. */
function memberOf(item: object, property: string): unknown {
  return property
    .split('/')
    .reduce<unknown>((value, name) => (value as Record<string, unknown> | undefined)?.[name], item);
}

function compare(value: unknown, literal: Literal, kind: Kind): number | undefined {
  if (literal === null) return value === undefined ? 0 : 1;
  if (value === undefined) return undefined;
  const known = kind === 'time' ? Temporal.Instant.from(String(value)).epochMilliseconds : value;
  if (typeof known === 'string' && typeof literal === 'string') return known < literal ? -1 : Number(known > literal);
  return Number(known) - Number(literal);
}

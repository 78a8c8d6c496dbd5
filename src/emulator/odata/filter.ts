import { Temporal } from 'temporal-polyfill';
import { BatchError } from '../http/batch-error.ts';

/** Says of something that could be listed whether a filter lets it through. */
export type Filter = (item: object) => boolean;

/** What can be filtered by, and with which comparisons; the service refuses all else. */
export type Filterable = Readonly<Record<string, readonly Comparison[]>>;

type Comparison = 'eq' | 'ne' | 'lt' | 'le' | 'gt' | 'ge' | 'startswith';

/** A property that can be compared in every way. */
export const ORDERED: readonly Comparison[] = ['eq', 'ne', 'lt', 'le', 'gt', 'ge'];
/** A text that can also be matched from its beginning. */
export const TEXT: readonly Comparison[] = [...ORDERED, 'startswith'];
export const ONLY_EQUAL: readonly Comparison[] = ['eq'];

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

const TOKEN = /\s*(\(|\)|,|(?:datetime)?'(?:[^']|'')*'|[\w/.:+-]+)/iy;

class Reader {
  readonly #expression: string;
  readonly #filterable: Filterable;
  readonly #tokens: string[] = [];
  #position = 0;

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
    return (item) => first(item) || second(item);
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
      const inner = this.readOr();
      this.#expect(')');
      return inner;
    }
    return this.#accept('startswith') ? this.#readStartsWith() : this.#readComparison();
  }

  #readStartsWith(): Filter {
    this.#expect('(');
    const property = this.#readProperty('startswith');
    this.#expect(',');
    const beginning = String(this.#readLiteral());
    this.#expect(')');
    return (item) => String(memberOf(item, property)).startsWith(beginning);
  }

  #readComparison(): Filter {
    const name = this.#next();
    const comparison = this.#next().toLowerCase() as Comparison;
    const property = this.#checkProperty(name, comparison);
    const literal = this.#readLiteral();
    const accepts = ACCEPTS[comparison];
    if (accepts === undefined) throw this.#refuse(`'${comparison}' is not a comparison.`);
    return (item) => {
      const order = compare(memberOf(item, property), literal);
      return order !== undefined && accepts(order);
    };
  }

  #readProperty(comparison: Comparison): string {
    return this.#checkProperty(this.#next(), comparison);
  }

  #checkProperty(name: string, comparison: Comparison): string {
    const allowed = this.#filterable[name];
    if (allowed === undefined) throw this.#refuse(`The property '${name}' cannot be filtered by.`);
    if (!allowed.includes(comparison)) throw this.#refuse(`The property '${name}' does not support '${comparison}'.`);
    return name;
  }

  #readLiteral(): unknown {
    const token = this.#next();
    const quoted = /^(datetime)?'(.*)'$/is.exec(token);
    if (quoted === null) return token in WORDS ? WORDS[token] : Number(token);
    const text = (quoted[2] ?? '').replaceAll("''", "'");
    return quoted[1] === undefined ? text : this.#readDateTime(text);
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

const WORDS: Readonly<Record<string, unknown>> = { true: true, false: false, null: null };

const ACCEPTS: Readonly<Record<string, (order: number) => boolean>> = {
  eq: (order) => order === 0,
  ne: (order) => order !== 0,
  lt: (order) => order < 0,
  le: (order) => order <= 0,
  gt: (order) => order > 0,
  ge: (order) => order >= 0,
};

/** The member that a property such as `executionInfo/poolId` names. */
function memberOf(item: object, property: string): unknown {
  return property
    .split('/')
    .reduce<unknown>((value, name) => (value as Record<string, unknown> | undefined)?.[name], item);
}

function compare(value: unknown, literal: unknown): number | undefined {
  if (literal === null) return value === undefined ? 0 : 1;
  if (value === undefined) return undefined;
  const known =
    typeof literal === 'number' && typeof value === 'string' ? Temporal.Instant.from(value).epochMilliseconds : value;
  if (typeof known === 'string' && typeof literal === 'string') return known < literal ? -1 : Number(known > literal);
  return Number(known) - Number(literal);
}

/** A value in a row of a log. */
export type Cell = unknown;
export type Row = Readonly<Record<string, Cell>>;

/** An expression of the subset of Kusto that the queries use. */
type Expression = (row: Row) => Cell;

/**
 * Runs a query over tables of rows: where, extend, mv-expand, summarize, project and order, as the alerts and saved queries use
 * them. @throws Error for whatever is not in this subset, so that a query cannot be taken for tested when it was not understood
 */
export function runQuery(text: string, tables: Readonly<Record<string, readonly Row[]>>): readonly Row[] {
  const [source = '', ...steps] = text.split('\n').map((line) => line.trim());
  const rows = tables[source];
  if (rows === undefined) throw new Error(`there is no table '${source}'`);
  return steps.reduce((before, step) => runStep(step, before), rows);
}

function runStep(step: string, rows: readonly Row[]): readonly Row[] {
  const [, operator = '', rest = ''] = /^\| (where|extend|summarize|project|order by|mv-expand) (.+)$/.exec(step) ?? [];
  const run = STEPS[operator];
  if (run === undefined) throw new Error(`'${step}' is not in the subset`);
  return run(rest, rows);
}

const STEPS: Readonly<Record<string, (rest: string, rows: readonly Row[]) => readonly Row[]>> = {
  where: (rest, rows) => rows.filter(expressionOf(rest)),
  extend: (rest, rows) => {
    const columns = columnsOf(rest);
    return rows.map((row) => ({ ...row, ...valuesOf(columns, row) }));
  },
  project: (rest, rows) => {
    const columns = columnsOf(rest);
    return rows.map((row) => valuesOf(columns, row));
  },
  'mv-expand': (rest, rows) => {
    const [, name = '', source = ''] = /^(\w+) = (.+) to typeof\(string\)$/.exec(rest) ?? [];
    const items = expressionOf(source);
    return rows.flatMap((row) => listIn(items(row)).map((item) => ({ ...row, [name]: item })));
  },
  'order by': (rest, rows) => {
    const [, name = '', direction] = /^(\w+) (asc|desc)$/.exec(rest) ?? [];
    if (direction === undefined) throw new Error(`'order by ${rest}' is not in the subset`);
    const sign = direction === 'asc' ? 1 : -1;
    return rows.toSorted((a, b) => sign * compared(a[name], b[name]));
  },
  summarize,
};

function summarize(rest: string, rows: readonly Row[]): readonly Row[] {
  const [what = '', by] = rest.split(/ by /);
  const groups = by === undefined ? [] : columnsOf(by);
  const aggregates = splitList(what).map((part) => {
    const [, name = '', call = ''] = /^(\w+) = (.+)$/.exec(part) ?? [];
    return { name, aggregate: aggregateOf(call) };
  });
  const byKey = Map.groupBy(rows, (row) => JSON.stringify(valuesOf(groups, row)));
  // Without groups there is one row, also of nothing: an alert on too few needs it.
  const all = by === undefined ? [['{}', rows] as const] : [...byKey];
  return all.map(([key, group]) => ({
    ...JSON.parse(key),
    ...Object.fromEntries(aggregates.map(({ name, aggregate }) => [name, aggregate(group)])),
  }));
}

function aggregateOf(call: string): (rows: readonly Row[]) => Cell {
  const [, name = '', given = ''] = /^(count|sum|max|avg|percentile)\((.*)\)$/.exec(call) ?? [];
  if (name === 'count') return (rows) => rows.length;
  const [what = '', rank] = splitList(given);
  const value = expressionOf(what);
  const numbers = (rows: readonly Row[]) => rows.map(value).filter((one) => typeof one === 'number');
  const aggregate = AGGREGATES[name];
  if (aggregate === undefined) throw new Error(`'${call}' is not in the subset`);
  return (rows) =>
    aggregate(
      numbers(rows).toSorted((a, b) => a - b),
      Number(rank),
    );
}

const AGGREGATES: Readonly<Record<string, (sorted: readonly number[], rank: number) => Cell>> = {
  sum: (sorted) => sorted.reduce((sum, one) => sum + one, 0),
  max: (sorted) => sorted.at(-1) ?? null,
  avg: (sorted) => (sorted.length === 0 ? null : sorted.reduce((sum, one) => sum + one, 0) / sorted.length),
  percentile: (sorted, rank) => sorted[Math.max(0, Math.ceil((rank / 100) * sorted.length) - 1)] ?? null,
};

interface Column {
  readonly name: string;
  readonly value: Expression;
}

function columnsOf(text: string): readonly Column[] {
  return splitList(text).map((part) => {
    const [, name, expression] = /^(\w+) = (.+)$/.exec(part) ?? [];
    if (name !== undefined && expression !== undefined) return { name, value: expressionOf(expression) };
    return { name: part, value: expressionOf(part) };
  });
}

function valuesOf(columns: readonly Column[], row: Row): Row {
  return Object.fromEntries(columns.map(({ name, value }) => [name, value(row)]));
}

/** Parts with commas between them, of which brackets and texts may have some inside. */
function splitList(text: string): readonly string[] {
  return splitAt(text, /^, /);
}

function splitAt(text: string, separator: RegExp): readonly string[] {
  const depths = depthsIn(text);
  const parts: string[] = [];
  let start = 0;
  for (let at = 0; at < text.length; at += 1) {
    const found = at >= start && depths[at] === 0 ? separator.exec(text.slice(at))?.[0] : undefined;
    if (found === undefined) continue;
    parts.push(text.slice(start, at));
    start = at + found.length;
  }
  return [...parts, text.slice(start)].map((part) => part.trim());
}

/** How many brackets and quotes are open at each sign. */
function depthsIn(text: string): readonly number[] {
  let depth = 0;
  let isText = false;
  return [...text].map((sign) => {
    if (sign === "'") isText = !isText;
    else if (!isText && '(['.includes(sign)) depth += 1;
    else if (!isText && ')]'.includes(sign)) depth -= 1;
    return depth + (isText ? 1 : 0);
  });
}

function expressionOf(text: string): Expression {
  const either = splitAt(text, /^ or /);
  if (either.length > 1) return anyOf(either.map(expressionOf));
  const both = splitAt(text, /^ and /);
  if (both.length > 1) return allOf(both.map(expressionOf));
  const inner = /^\((.*)\)$/.exec(text)?.[1];
  if (inner !== undefined && splitAt(text, /^\)$/).length > 0 && isBalanced(inner)) return expressionOf(inner);
  return comparisonOf(text) ?? operandOf(text);
}

function isBalanced(text: string): boolean {
  let depth = 0;
  for (const sign of text) {
    depth += sign === '(' ? 1 : sign === ')' ? -1 : 0;
    if (depth < 0) return false;
  }
  return depth === 0;
}

function anyOf(expressions: readonly Expression[]): Expression {
  return (row) => expressions.some((one) => one(row) === true);
}

function allOf(expressions: readonly Expression[]): Expression {
  return (row) => expressions.every((one) => one(row) === true);
}

const COMPARISONS: Readonly<Record<string, (a: Cell, b: Cell) => boolean>> = {
  '==': (a, b) => a === b,
  '>': (a, b) => typeof a === 'number' && typeof b === 'number' && a > b,
  startswith: (a, b) => String(a).toLowerCase().startsWith(String(b).toLowerCase()),
  endswith: (a, b) => String(a).toLowerCase().endsWith(String(b).toLowerCase()),
  contains: (a, b) => String(a).toLowerCase().includes(String(b).toLowerCase()),
  in: (a, b) => listIn(b).includes(a),
};

function comparisonOf(text: string): Expression | undefined {
  for (const [sign, compare] of Object.entries(COMPARISONS)) {
    const [left, right, ...more] = splitAt(text, new RegExp(`^ ${sign} `));
    if (left === undefined || right === undefined || more.length > 0) continue;
    const [a, b] = [operandOf(left), sign === 'in' ? listOperand(right) : operandOf(right)];
    return (row) => compare(a(row), b(row));
  }
  return undefined;
}

function listOperand(text: string): Expression {
  const items = splitList(/^\((.*)\)$/.exec(text)?.[1] ?? '').map(operandOf);
  return (row) => items.map((item) => item(row));
}

const FUNCTIONS: Readonly<Record<string, (value: Cell, more: Cell, last: Cell) => Cell>> = {
  iff: (condition, then, otherwise) => (condition === true ? then : otherwise),
  not: (value) => (typeof value === 'boolean' ? !value : null),
  parse_json: (value) => parsed(String(value)),
  tostring: (value) =>
    value === null || value === undefined ? '' : typeof value === 'string' ? value : JSON.stringify(value),
  toint: (value) => (typeof value === 'number' ? Math.trunc(value) : null),
  tobool: (value) => (typeof value === 'boolean' ? value : null),
  bag_keys: (value) => (typeof value === 'object' && value !== null ? Object.keys(value) : []),
  bin: (value, size) => Math.floor(Number(value) / Number(size)) * Number(size),
};

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
}

function operandOf(text: string): Expression {
  const literal = literalOf(text);
  if (literal !== undefined) return () => literal.value;
  const [, name = '', given = ''] = /^(\w+)\((.*)\)$/.exec(text) ?? [];
  const call = FUNCTIONS[name];
  if (call !== undefined) {
    const [first, second, third] = splitList(given).map(expressionOf);
    return (row) => call(first?.(row), second?.(row), third?.(row));
  }
  return pathOf(text);
}

function literalOf(text: string): { readonly value: Cell } | undefined {
  const quoted = /^'([^']*)'$/.exec(text)?.[1];
  if (quoted !== undefined) return { value: quoted };
  if (/^-?\d+$/.test(text)) return { value: Number(text) };
  if (text === '1h') return { value: 3_600_000 };
  return text === 'true' || text === 'false' ? { value: text === 'true' } : undefined;
}

/** `line.action`, or `line.nodes[state]`. */
function pathOf(text: string): Expression {
  const [, path, key] = /^(\w+(?:\.\w+)*)(?:\[(\w+)\])?$/.exec(text) ?? [];
  if (path === undefined) throw new Error(`'${text}' is not in the subset`);
  const names = path.split('.');
  return (row) => {
    const found = names.reduce<Cell>(memberOf, row);
    return key === undefined ? found : memberOf(found, String(row[key]));
  };
}

function memberOf(value: Cell, name: string): Cell {
  return typeof value === 'object' && value !== null ? ((value as Row)[name] ?? null) : null;
}

function listIn(value: Cell): readonly Cell[] {
  return Array.isArray(value) ? value : [];
}

function compared(a: Cell, b: Cell): number {
  if (typeof a === 'number' && typeof b === 'number') return a - b;
  return String(a) < String(b) ? -1 : 1;
}

import { getLocation, type JSONPath, type ParseError, parse, printParseErrorCode, visit } from 'jsonc-parser';
import { COMMENT, MEMBER_TWICE, NO_MEMBER_NAME, NOT_JSON, TRAILING_COMMA } from '../../core/pool-check/json-rules.ts';
import { found, type PoolCheckFinding, type PoolCheckRule } from '../../core/pool-check/pool-check-rule.ts';
import { describeSyntaxError } from '../../core/text/json-syntax-error.ts';
import { type JsonToken, jsonTokens, repeatedMembers } from '../../core/text/json-text.ts';
import { jsonPath, parseJson } from '../../documents/fields/parsed.ts';

/** A finding about the text itself, and its place. */
export interface TextFinding extends PoolCheckFinding {
  /** Counted from 1. */
  readonly line: number;
  readonly column: number;
}

/** The body of a pool, parsed from a text. */
export interface PoolText {
  /** The parsed value; `undefined` if a finding is an error. */
  readonly value: unknown;
  readonly findings: readonly TextFinding[];
}

/**
 * Parses the body of a pool as people copy it from documents. Comments and trailing commas are ignored with a warning, because
 * their meaning is clear. Everything else that is not JSON is an error.
 */
export function readPoolText(text: string): PoolText {
  const at = (rule: PoolCheckRule, offset: number, detail?: string) => textFinding(text, { rule, offset, detail });
  const much = tooMuchIn(text);
  if (much !== undefined) {
    const finding = found(NOT_JSON, { path: '$' }, much.detail);
    return { value: undefined, findings: [{ ...finding, ...lineOf(text, much.offset) }] };
  }
  const errors: ParseError[] = [];
  const value: unknown = parse(text, errors, { allowTrailingComma: true });
  const faults = [
    // Only the first of several syntax errors is reported, because the others may follow from it.
    ...errors.slice(0, 1).map((error) => syntaxFinding(text, error)),
    ...shown([...repeatedMembers(text)], ({ offset, name }, more) => at(MEMBER_TWICE, offset, `"${name}"${more}`)),
  ];
  if (faults.length > 0) return { value: undefined, findings: faults };
  const strict = parseJson(text);
  return {
    value: strict.ok ? strict.value : value,
    findings: [
      ...shown(comments(text), (offset, more) => at(COMMENT, offset, more)),
      ...shown(trailingCommas(text), (offset, more) => at(TRAILING_COMMA, offset, more)),
    ],
  };
}

/**
 * To find a place in the text, the text is read up to it. Therefore only this many places are found for each kind of finding,
 * and the rest are counted.
 */
const MOST_SHOWN = 20;

function shown<T>(all: readonly T[], finding: (one: T, more: string) => TextFinding): readonly TextFinding[] {
  const rest = all.length - MOST_SHOWN;
  return all
    .slice(0, MOST_SHOWN)
    .map((one, index) => finding(one, rest > 0 && index === MOST_SHOWN - 1 ? ` and ${rest} more after it` : ''));
}

/** No real pool is nested as deep, and the code that reads the body can rely on this bound. */
const DEEPEST = 100;

/** No real pool has as many; each item of a list costs the rules some microseconds. */
const MOST_VALUES = 100_000;

const DEEPER: Readonly<Record<string, number>> = { '{': 1, '[': 1, '}': -1, ']': -1 };

/** Where a text has more than a pool can need, and of what. */
function tooMuchIn(text: string): { readonly offset: number; readonly detail: string } | undefined {
  let [depth, values] = [0, 0];
  for (const { token, offset } of jsonTokens(text)) {
    depth += DEEPER[token] ?? 0;
    values += '{[,'.includes(token) ? 1 : 0;
    if (depth > DEEPEST) return { offset, detail: `more than ${DEEPEST} objects and lists within each other` };
    if (values > MOST_VALUES) return { offset, detail: `more than ${MOST_VALUES} members and items` };
  }
  return undefined;
}

function syntaxFinding(text: string, { error, offset }: ParseError): TextFinding {
  const code = printParseErrorCode(error);
  const before = code === 'ColonExpected' ? tokenBefore(text, offset) : undefined;
  return before?.token.startsWith('"')
    ? textFinding(text, { rule: NO_MEMBER_NAME, offset: before.offset, detail: before.token })
    : textFinding(text, { rule: NOT_JSON, offset, detail: describeSyntaxError(code) });
}

function tokenBefore(text: string, end: number): JsonToken | undefined {
  let before: JsonToken | undefined;
  for (const token of jsonTokens(text)) {
    if (token.offset >= end) return before;
    before = token;
  }
  return before;
}

function comments(text: string): readonly number[] {
  const offsets: number[] = [];
  visit(text, { onComment: (offset) => offsets.push(offset) });
  return offsets;
}

/** A parser that accepts comments but no trailing commas reports exactly these. */
function trailingCommas(text: string): readonly number[] {
  const errors: ParseError[] = [];
  parse(text, errors, { allowTrailingComma: false });
  return [...new Set(errors.map(({ offset }) => offset))];
}

function textFinding(
  text: string,
  {
    rule,
    offset,
    detail,
  }: { readonly rule: PoolCheckRule; readonly offset: number; readonly detail?: string | undefined },
): TextFinding {
  const place = lineOf(text, offset);
  const said = `line ${place.line}, column ${place.column}`;
  const steps = getLocation(text, offset).path;
  const path = jsonPath(rule === NO_MEMBER_NAME ? steps.slice(0, -1) : knownPart(steps));
  return { ...found(rule, { path }, detail === undefined || detail === '' ? said : `${detail} at ${said}`), ...place };
}

function lineOf(text: string, offset: number): { readonly line: number; readonly column: number } {
  const before = text.slice(0, offset).split('\n');
  return { line: before.length, column: (before.at(-1)?.length ?? 0) + 1 };
}

/** The last segment of a path may be a member without a name. */
function knownPart(path: JSONPath): JSONPath {
  return path.at(-1) === '' ? path.slice(0, -1) : path;
}

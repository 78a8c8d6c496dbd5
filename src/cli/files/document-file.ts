import { readFile } from 'node:fs/promises';
import { text as textOf } from 'node:stream/consumers';
import { findNodeAtLocation, type Node, type ParseError, parse, parseTree, printParseErrorCode } from 'jsonc-parser';
import { describeSyntaxError } from '../../core/text/json-syntax-error.ts';
import { type RepeatedMember, repeatedMembers } from '../../core/text/json-text.ts';
import { jsonPath } from '../../documents/fields/parsed.ts';
import { Misuse } from '../terminal/misuse.ts';

/** A document in a file, with the locations of its members. */
export interface DocumentFile {
  readonly file: string;
  /** Of a document whose kind is not evident, `schedules`. */
  readonly kind: 'schedules' | 'policies' | 'rules' | 'subscriptions' | 'pools';
  readonly text: string;
  readonly value: unknown;
  /** The JSON syntax errors of the file; if it has none, the members that are given more than once. */
  readonly syntax: readonly { readonly path: string; readonly message: string; readonly offset: number }[];
  /** The line and column, from 1, of a member such as `$.windows[0].from`; of its parent if it is missing. */
  readonly location: (path: string) => SourceLocation;
  readonly locationAt: (offset: number) => SourceLocation;
}

export interface SourceLocation {
  readonly line: number;
  readonly column: number;
}

/**
 * Reads a document from a file; `-` is standard input. If it is not JSON, its value is what can be made of it.
 * @throws Misuse if the file cannot be read
 */
export async function readDocumentFile(file: string): Promise<DocumentFile> {
  const text = await readText(file);
  const errors: ParseError[] = [];
  const value: unknown = parse(text, errors, { allowTrailingComma: false, disallowComments: true });
  const tree = parseTree(text);
  const locationAt = (offset: number): SourceLocation => {
    const before = text.slice(0, offset).split('\n');
    return { line: before.length, column: (before.at(-1)?.length ?? 0) + 1 };
  };
  return {
    file,
    kind: kindOf(value),
    text,
    value,
    syntax: errors.length > 0 ? errors.map(syntaxError) : [...repeatedMembers(text)].map(repeated),
    location: (path) => locationAt(nodeAt(tree, segmentsOf(path))?.offset ?? 0),
    locationAt,
  };
}

/** Reads a document from a file; `-` is standard input. @throws Misuse if the file cannot be read, or is not JSON */
export async function readJsonDocument(file: string): Promise<DocumentFile> {
  const document = await readDocumentFile(file);
  const [broken, ...more] = document.syntax;
  if (broken === undefined) return document;
  const { line, column } = document.locationAt(broken.offset);
  const others = more.length === 0 ? '' : `; 'npx lamplighter check' shows ${more.length} more`;
  throw new Misuse(`${file}:${line}:${column}: ${broken.message}${others}`);
}

const KIND_NAMES = {
  schedules: 'a schedule',
  policies: 'a policy',
  rules: 'a rule',
  subscriptions: 'a subscription',
  pools: 'the body of a pool',
} as const satisfies Record<DocumentFile['kind'], string>;

/**
 * Reads the value of a document of one kind from a file; `-` is standard input. A document whose kind is not evident is taken
 * for one of this kind.
 * @throws Misuse if the file cannot be read, is not JSON, or is evidently a document of another kind
 */
export async function readValueOf(kind: DocumentFile['kind'], file: string): Promise<unknown> {
  const { value } = await readJsonDocument(file);
  const shown = evidentKindOf(value);
  if (shown === undefined || shown === kind) return value;
  throw new Misuse(`${file} is ${KIND_NAMES[shown]}, and ${KIND_NAMES[kind]} is expected`);
}

function syntaxError({ error, offset }: ParseError) {
  return { path: '$', message: `not JSON: ${describeSyntaxError(printParseErrorCode(error))}`, offset };
}

function repeated({ path, name, offset }: RepeatedMember) {
  return { path: jsonPath(path), message: `"${name}" is given more than once`, offset };
}

async function readText(file: string): Promise<string> {
  try {
    // As a stream: a non-blocking read of a pipe that is still being written fails (EAGAIN).
    return await (file === '-' ? textOf(process.stdin) : readFile(file, 'utf8'));
  } catch (error) {
    throw unreadable(file, error);
  }
}

/** The error for a file that could not be read. */
export function unreadable(file: string, error: unknown): Misuse {
  const { code, message } = error as NodeJS.ErrnoException;
  if (code === 'ENOENT') return new Misuse(`there is no file ${file}`);
  return new Misuse(code === 'EISDIR' ? `${file} is a folder` : `${file} could not be read: ${message}`);
}

function kindOf(value: unknown): DocumentFile['kind'] {
  return evidentKindOf(value) ?? 'schedules';
}

/** The members by which the kind of a document is evident; the first kind counts. */
const MEMBERS_BY_KIND: readonly (readonly [kind: DocumentFile['kind'], members: readonly string[]])[] = [
  ['schedules', ['timeZone', 'windows']],
  ['rules', ['act', 'match']],
  ['subscriptions', ['events', 'url']],
  ['pools', ['properties', 'parameters']],
  ['policies', ['pools', 'schedules', 'mode']],
];

function evidentKindOf(value: unknown): DocumentFile['kind'] | undefined {
  if (typeof value !== 'object' || value === null) return undefined;
  return MEMBERS_BY_KIND.find(([, members]) => members.some((name) => name in value))?.[0];
}

function segmentsOf(path: string): readonly (string | number)[] {
  return [...path.matchAll(/\.([^.[\]]+)|\[(\d+)\]|\[("(?:[^"\\]|\\.)*")\]/g)].map(
    ([, name, index, quoted]) => name ?? (quoted === undefined ? Number(index) : (JSON.parse(quoted) as string)),
  );
}

/** The node of a member; of its nearest parent that exists, if it is missing. */
function nodeAt(tree: Node | undefined, segments: readonly (string | number)[]): Node | undefined {
  if (tree === undefined) return undefined;
  for (let length = segments.length; length >= 0; length -= 1) {
    const node = findNodeAtLocation(tree, segments.slice(0, length));
    if (node !== undefined) return node;
  }
  return tree;
}

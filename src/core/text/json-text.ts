/**
 * Strings, comments, and the characters that structure JSON. A string or comment without an end reaches to the end of the text,
 * so that each character is read once, whatever the text.
 */
const TOKEN = /"[^"\\]*(?:\\.[^"\\]*)*(?:"|\\?$)|\/\/[^\r\n]*|\/\*.*?(?:\*\/|$)|[{}[\],:]/gs;

/** A part of a text that structures it. */
export interface JsonToken {
  readonly token: string;
  readonly offset: number;
}

/** The strings and structural characters of a text, which need not be JSON and may have comments. */
export function* jsonTokens(text: string): Generator<JsonToken> {
  for (const { 0: token, index: offset } of text.matchAll(TOKEN)) {
    if (!token.startsWith('/')) yield { token, offset };
  }
}

/** A member whose object has one of the same name before it, which a parser would drop. */
export interface RepeatedMember {
  /** Of the member: names, and the indices of arrays. */
  readonly path: readonly (string | number)[];
  readonly name: string;
  /** Of its name in the text. */
  readonly offset: number;
}

/** An object or array that is being read. */
interface Container {
  readonly names: Set<string>;
  /** The name or index of the item that is being read. */
  at: string | number;
}

/** The members that are given more than once, in the order of the text, as far as it is JSON, perhaps with comments. */
export function* repeatedMembers(text: string): Generator<RepeatedMember> {
  const open: Container[] = [];
  let last: JsonToken = { token: '""', offset: 0 };
  for (const one of jsonTokens(text)) {
    const inner = open.at(-1);
    const name = one.token === ':' ? nameIn(last.token) : undefined;
    if (name !== undefined && inner !== undefined) {
      inner.at = name;
      if (inner.names.has(name)) yield { path: open.map(({ at }) => at), name, offset: last.offset };
      inner.names.add(name);
    }
    step(open, one.token);
    last = one;
  }
}

/** `undefined` if the token is no string that ends. */
function nameIn(token: string): string | undefined {
  try {
    return token.startsWith('"') ? (JSON.parse(token) as string) : undefined;
  } catch {
    return undefined;
  }
}

function step(open: Container[], token: string): void {
  const inner = open.at(-1);
  if (token === '{') open.push({ names: new Set(), at: '' });
  if (token === '[') open.push({ names: new Set(), at: 0 });
  if (token === '}' || token === ']') open.pop();
  if (token === ',' && typeof inner?.at === 'number') inner.at += 1;
}

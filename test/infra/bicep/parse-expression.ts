import type { Node } from 'web-tree-sitter';
import type { Declaration, Expression, Loop, Member } from './ast.ts';

/** What an object may declare beside its members. */
export type ReadDeclaration = (node: Node) => Declaration;

/** These are read as they stand; the tree of everything else is read again, because the grammar's precedence is not Bicep's. */
const WHOLE = new Set(['object', 'array', 'string', 'for_statement']);

const PRECEDENCE: Readonly<Record<string, number>> = {
  '??': 1,
  '||': 2,
  '&&': 3,
  '==': 4,
  '!=': 4,
  '<': 5,
  '>': 5,
  '<=': 5,
  '>=': 5,
  '+': 6,
  '-': 6,
  '*': 7,
  '/': 7,
  '%': 7,
};

/** Reads an expression from the tree of the grammar. @throws Error for what is not in the subset */
export function parseExpression(node: Node, declare: ReadDeclaration): Expression {
  const reader = new Reader(tokensOf(node), declare);
  const expression = reader.read();
  reader.end();
  return expression;
}

function tokensOf(node: Node): readonly Node[] {
  if (node.type === 'comment') return [];
  return WHOLE.has(node.type) || node.childCount === 0 ? [node] : node.children.flatMap((child) => tokensOf(child));
}

class Reader {
  readonly #tokens: readonly Node[];
  readonly #declare: ReadDeclaration;
  #at = 0;

  constructor(tokens: readonly Node[], declare: ReadDeclaration) {
    this.#tokens = tokens;
    this.#declare = declare;
  }

  /** Expressions with a comma or a new line between them, as the items of an array have. */
  readAll(): readonly Expression[] {
    const items: Expression[] = [];
    while (this.#at < this.#tokens.length) {
      items.push(this.read());
      if (!this.#take(',') && this.#continuesLine()) throw unexpected(this.#token());
    }
    return items;
  }

  /** Does the next token stand on the line on which the last one ended? */
  #continuesLine(): boolean {
    return this.#tokens[this.#at]?.startPosition.row === this.#tokens[this.#at - 1]?.endPosition.row;
  }

  end(): void {
    if (this.#at < this.#tokens.length) throw unexpected(this.#token());
  }

  read(): Expression {
    const lambda = this.#lambda();
    if (lambda !== undefined) return lambda;
    const condition = this.#binary(1);
    if (!this.#take('?')) return condition;
    const then = this.read();
    this.#expect(':');
    return { kind: 'choice', if: condition, then, else: this.read() };
  }

  #binary(least: number): Expression {
    let left = this.#unary();
    for (;;) {
      const sign = this.#peek();
      const precedence = PRECEDENCE[sign] ?? 0;
      if (precedence < least) return left;
      this.#at += 1;
      left = { kind: 'binary', sign, left, right: this.#binary(precedence + 1) };
    }
  }

  #unary(): Expression {
    for (const sign of ['!', '-']) if (this.#take(sign)) return { kind: 'unary', sign, of: this.#unary() };
    let expression = this.#primary();
    for (;;) {
      const next = this.#postfix(expression);
      if (next === undefined) return expression;
      expression = next;
    }
  }

  #postfix(of: Expression): Expression | undefined {
    if (this.#take('.?')) return { kind: 'member', of, name: this.#name(), isSafe: true };
    if (this.#take('.')) {
      const name = this.#name();
      return this.#peek() === '(' ? undefined : { kind: 'member', of, name, isSafe: false };
    }
    // On the next line it begins another item of an array.
    if (!this.#continuesLine()) return undefined;
    const bracket = this.#tokens[this.#at];
    if (bracket?.type === 'array') {
      this.#at += 1;
      const [item, ...more] = readItems(bracket, this.#declare);
      if (item === undefined || more.length > 0) throw unexpected(bracket);
      return { kind: 'index', of, at: item };
    }
    if (!this.#take('[')) return undefined;
    const at = this.read();
    this.#expect(']');
    return { kind: 'index', of, at };
  }

  #primary(): Expression {
    const token = this.#token();
    if (this.#take('(')) {
      const inner = this.read();
      this.#expect(')');
      return inner;
    }
    this.#at += 1;
    if (token.type === 'identifier')
      return this.#take('(') ? this.#call(token.text) : { kind: 'name', name: token.text };
    return this.#whole(token);
  }

  #call(name: string): Expression {
    const given: Expression[] = [];
    while (!this.#take(')')) {
      given.push(this.read());
      if (this.#peek() !== ')') this.#expect(',');
    }
    return { kind: 'call', name, given };
  }

  #whole(token: Node): Expression {
    switch (token.type) {
      case 'number':
        return { kind: 'literal', value: Number(token.text) };
      case 'true':
      case 'false':
      case 'boolean':
        return { kind: 'literal', value: token.text === 'true' };
      case 'null':
        return { kind: 'literal', value: null };
      case 'string':
        return readText(token, this.#declare);
      case 'array':
        return { kind: 'array', items: readItems(token, this.#declare) };
      case 'object':
        return readObject(token, this.#declare);
      case 'for_statement':
        return readLoop(token, this.#declare);
      default:
        throw unexpected(token);
    }
  }

  #lambda(): Expression | undefined {
    const start = this.#at;
    const names = this.#lambdaNames();
    if (names !== undefined && this.#take('=>')) return { kind: 'lambda', names, body: this.read() };
    this.#at = start;
    return undefined;
  }

  #lambdaNames(): readonly string[] | undefined {
    const first = this.#tokens[this.#at];
    if (first?.type === 'identifier') {
      this.#at += 1;
      return [first.text];
    }
    if (!this.#take('(')) return undefined;
    const names: string[] = [];
    while (this.#tokens[this.#at]?.type === 'identifier') {
      names.push(this.#name());
      if (!this.#take(',')) break;
    }
    return this.#take(')') ? names : undefined;
  }

  #name(): string {
    const token = this.#token();
    if (!/identifier$/.test(token.type)) throw unexpected(token);
    this.#at += 1;
    return token.text;
  }

  #token(): Node {
    const token = this.#tokens[this.#at];
    if (token === undefined)
      throw new Error(`An expression ends too soon: ${this.#tokens.map(({ text }) => text).join(' ')}`);
    return token;
  }

  /** The sign that comes next; nothing where something else comes. */
  #peek(): string {
    const token = this.#tokens[this.#at];
    return token === undefined || WHOLE.has(token.type) ? '' : token.text;
  }

  #take(sign: string): boolean {
    if (this.#peek() !== sign) return false;
    this.#at += 1;
    return true;
  }

  #expect(sign: string): void {
    if (!this.#take(sign)) throw unexpected(this.#token());
  }
}

function unexpected(node: Node): Error {
  return new Error(`line ${node.startPosition.row + 1}: '${node.text.slice(0, 40)}' (${node.type}) is not understood`);
}

/** The children that mean something. */
function inner(node: Node): readonly Node[] {
  return node.namedChildren.filter(({ type }) => type !== 'comment');
}

/** The grammar sees two items in `[resourceGroup().id]`: what stands between the brackets is read again. */
function readItems(node: Node, declare: ReadDeclaration): readonly Expression[] {
  const tokens = node.children.slice(1, -1).flatMap(tokensOf);
  return new Reader(tokens, declare).readAll();
}

const ESCAPES: Readonly<Record<string, string>> = { "\\'": "'", '\\\\': '\\', '\\n': '\n', '\\t': '\t', '\\$': '$' };

function readText(node: Node, declare: ReadDeclaration): Expression {
  if (node.text.startsWith("'''")) throw unexpected(node);
  const whole = inner(node)
    .map(({ text }) => text)
    .join('');
  if (`'${whole}'` !== node.text) throw unexpected(node);
  const parts = inner(node).map((part) => {
    if (part.type === 'string_content') return part.text;
    if (part.type === 'escape_sequence') return ESCAPES[part.text] ?? fail(part);
    const [expression, ...more] = inner(part);
    if (part.type !== 'interpolation' || expression === undefined || more.length > 0) throw unexpected(part);
    return parseExpression(expression, declare);
  });
  return parts.every((part) => typeof part === 'string')
    ? { kind: 'literal', value: parts.join('') }
    : { kind: 'text', parts };
}

function fail(node: Node): never {
  throw unexpected(node);
}

function readObject(node: Node, declare: ReadDeclaration): Expression {
  const members: Member[] = [];
  const resources: Declaration[] = [];
  for (const property of inner(node)) {
    const parts = inner(property);
    const [key, value] = parts;
    if (property.type !== 'object_property' || key === undefined) throw unexpected(property);
    if (key.type === 'resource_declaration') resources.push(declare(key));
    else if (value === undefined || parts.length !== 2) throw unexpected(property);
    else members.push({ key: readKey(key, declare), value: parseExpression(value, declare) });
  }
  return { kind: 'object', members, resources };
}

function readKey(node: Node, declare: ReadDeclaration): Expression {
  return node.type === 'identifier' ? { kind: 'literal', value: node.text } : parseExpression(node, declare);
}

/** A loop over anything; where the body stands after `if`, the condition as well. */
export function readLoop(node: Node, declare: ReadDeclaration): Loop {
  const parts = inner(node);
  const body = parts.at(-1);
  const of = parts.at(-2);
  const [head] = parts;
  if (body === undefined || of === undefined || head === undefined || parts.length !== 3) throw unexpected(node);
  const names = head.type === 'for_loop_parameters' ? inner(head).map(({ text }) => text) : [head.text];
  const [item = '', index] = names;
  const { condition, object } = splitCondition(body, declare);
  return {
    kind: 'loop',
    item,
    index,
    of: parseExpression(of, declare),
    condition,
    body: parseExpression(object, declare),
  };
}

/** `if (condition) {…}`, or only the object. */
export function splitCondition(
  node: Node,
  declare: ReadDeclaration,
): { readonly condition: Expression | undefined; readonly object: Node } {
  if (node.type !== 'if_statement') return { condition: undefined, object: node };
  const [condition, object] = inner(node);
  if (condition === undefined || object === undefined) throw unexpected(node);
  return { condition: parseExpression(condition, declare), object };
}

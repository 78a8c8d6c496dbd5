import { createRequire } from 'node:module';
import { Language, type Node, Parser } from 'web-tree-sitter';
import type { BicepFile, Declaration, Decorator } from './ast.ts';
import { parseExpression, splitCondition } from './parse-expression.ts';

const require = createRequire(import.meta.url);

let loading: Promise<Parser> | undefined;

async function load(): Promise<Parser> {
  await Parser.init();
  const parser = new Parser();
  parser.setLanguage(await Language.load(require.resolve('tree-sitter-bicep/tree-sitter-bicep.wasm')));
  return parser;
}

/** Reads a Bicep file. @throws Error where the grammar finds a fault, or something outside the subset stands there */
export async function parseBicep(path: string, text: string): Promise<BicepFile> {
  loading ??= load();
  const tree = (await loading).parse(text);
  if (tree === null) throw new Error(`${path} cannot be read.`);
  const fault = tree.rootNode.hasError ? findFault(tree.rootNode) : undefined;
  if (fault !== undefined)
    throw new Error(`line ${fault.startPosition.row + 1}: syntax error at '${fault.text.slice(0, 40)}'`);
  return fileOf(path, tree.rootNode);
}

function findFault(node: Node): Node | undefined {
  if (node.isError || node.isMissing) return node;
  for (const child of node.children) {
    const fault = child.hasError ? findFault(child) : undefined;
    if (fault !== undefined) return fault;
  }
  return node;
}

function fileOf(path: string, root: Node): BicepFile {
  const declarations: Declaration[] = [];
  let targetScope: BicepFile['targetScope'] = 'resourceGroup';
  let decorators: readonly Decorator[] = [];
  for (const node of root.namedChildren) {
    if (node.type === 'comment') continue;
    if (node.type === 'target_scope_assignment') targetScope = scopeOf(node);
    else if (node.type === 'decorators') decorators = node.namedChildren.map(decoratorOf);
    else {
      declarations.push(declarationOf(node, decorators));
      decorators = [];
    }
  }
  return { path, targetScope, declarations };
}

function scopeOf(node: Node): BicepFile['targetScope'] {
  const scope = node.namedChildren[0]?.text;
  if (scope === "'subscription'") return 'subscription';
  if (scope === "'resourceGroup'") return 'resourceGroup';
  throw new Error(`line ${node.startPosition.row + 1}: the scope ${scope} is not understood`);
}

function decoratorOf(node: Node): Decorator {
  const [called] = node.namedChildren;
  if (called === undefined) throw new Error(`line ${node.startPosition.row + 1}: an empty decorator`);
  const expression = parseExpression(called, nothingInside);
  if (expression.kind === 'call') return { name: expression.name, given: expression.given };
  throw new Error(`line ${node.startPosition.row + 1}: the decorator '${node.text}' is not understood`);
}

function nothingInside(node: Node): Declaration {
  throw new Error(`line ${node.startPosition.row + 1}: a resource cannot stand here`);
}

const KINDS: Readonly<Record<string, Declaration['kind']>> = {
  parameter_declaration: 'param',
  variable_declaration: 'var',
  resource_declaration: 'resource',
  module_declaration: 'module',
  output_declaration: 'output',
};

function declarationOf(node: Node, decorators: readonly Decorator[]): Declaration {
  const kind = KINDS[node.type];
  const line = node.startPosition.row + 1;
  if (kind === undefined) throw new Error(`line ${line}: '${node.text.slice(0, 40)}' (${node.type}) is not understood`);
  const parts = node.namedChildren.filter(({ type }) => type !== 'comment');
  const [name, second, third] = parts;
  if (name === undefined) throw new Error(`line ${line}: a name is missing`);
  const isTyped = kind === 'param' || kind === 'output';
  const hasText = kind === 'resource' || kind === 'module';
  const value = isTyped || hasText ? third : second;
  const { condition, object } =
    value === undefined ? { condition: undefined, object: undefined } : splitCondition(value, nested);
  return {
    kind,
    name: name.text,
    line,
    decorators,
    type: isTyped ? second?.text : undefined,
    of: hasText ? second?.text.slice(1, -1) : undefined,
    isExisting: node.children.some(({ type }) => type === 'existing'),
    condition,
    value: object === undefined ? undefined : parseExpression(object, nested),
  };
}

function nested(node: Node): Declaration {
  return declarationOf(node, []);
}

import { readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import type { BicepFile, Declaration, Expression } from './ast.ts';
import { evaluate, isTrue, nestedIn, repeated, type Surroundings } from './evaluate.ts';
import { scopeFunctions } from './functions.ts';
import { namesIn } from './names-in.ts';
import { checkParameter } from './parameter.ts';
import { parseBicep } from './parse-file.ts';
import { RUNTIME } from './runtime.ts';
import { isRecord, Reference, recordOf, type Scope, textOf, type Value } from './value.ts';

/** One resource of a deployment, with everything evaluated. */
export interface Resource {
  /** The module and the symbol, such as `main/app/site`. */
  readonly key: string;
  readonly at: string;
  /** `Microsoft.Web/sites` */
  readonly type: string;
  readonly version: string;
  /** With the names of its parents. */
  readonly name: string;
  readonly id: string;
  readonly isExisting: boolean;
  readonly body: { readonly [key: string]: Value };
  /** Of a resource that extends another one, that one's id. */
  readonly extends: string | undefined;
}

/** Everything that a deployment makes. */
export interface Deployment {
  readonly resources: readonly Resource[];
  /** Keys of resources and modules, each with the keys that it waits for. */
  readonly waitsFor: ReadonlyMap<string, ReadonlySet<string>>;
  readonly outputs: { readonly [name: string]: Value };
}

/** How a file's text is got at: the tests change some. */
export type ReadText = (path: string) => string;

/** Reads all files of a template. */
export async function loadFiles(path: string, read: ReadText): Promise<ReadonlyMap<string, BicepFile>> {
  const files = new Map<string, BicepFile>();
  const load = async (one: string): Promise<void> => {
    if (files.has(one)) return;
    const file = await located(one, () => parseBicep(one, read(one)));
    files.set(one, file);
    for (const { kind, of } of file.declarations) if (kind === 'module') await load(join(dirname(one), of ?? ''));
  };
  await load(path);
  return files;
}

async function located<Result>(where: string, run: () => Promise<Result>): Promise<Result> {
  try {
    return await run();
  } catch (error) {
    throw new Error(`${where}: ${error instanceof Error ? error.message : error}`, { cause: error });
  }
}

export const readProjectFile: ReadText = (path) => readFileSync(path, 'utf8');

export interface TemplateOptions {
  readonly files: ReadonlyMap<string, BicepFile>;
  readonly read: ReadText;
  readonly path: string;
  /** The module, and those around it. */
  readonly key: string;
  readonly scope: Scope;
  readonly parameters: { readonly [name: string]: Value };
}

/** Evaluates one file and the modules in it. @throws Error at the first fault, with file and line */
export class Template {
  readonly resources: Resource[] = [];
  readonly waitsFor = new Map<string, Set<string>>();
  readonly #options: TemplateOptions;
  readonly #file: BicepFile;
  readonly #values = new Map<string, { readonly value: Value; readonly needs: ReadonlySet<string> }>();
  readonly #evaluating = new Set<string>();
  #needs = new Set<string>();

  constructor(options: TemplateOptions) {
    this.#options = options;
    const file = options.files.get(options.path);
    if (file === undefined) throw new Error(`${options.path} is not loaded`);
    this.#file = file;
    if ((file.targetScope === 'subscription') !== (options.scope.group === undefined))
      throw new Error(`${options.path}: it is for a ${file.targetScope}, and deployed to something else`);
  }

  deploy(): { readonly [name: string]: Value } {
    this.#checkNames();
    for (const declaration of this.#file.declarations) this.#valueOf(declaration);
    const outputs = Object.fromEntries(
      this.#declared('output').map((output) => [output.name, this.#valueOf(output)] as const),
    );
    const used = namesIn(this.#file);
    const unused = this.#file.declarations.find(({ kind, name }) => /param|var/.test(kind) && !used.has(name));
    if (unused !== undefined) throw this.#fault(unused, new Error(`'${unused.name}' is used nowhere`));
    return outputs;
  }

  #declared(kind: Declaration['kind']): readonly Declaration[] {
    return this.#file.declarations.filter((one) => one.kind === kind);
  }

  #checkNames(): void {
    const parameters = this.#declared('param');
    for (const name of Object.keys(this.#options.parameters))
      if (!parameters.some((one) => one.name === name))
        throw new Error(`${this.#options.path}: there is no parameter '${name}'`);
    for (const { decorators, name } of this.#file.declarations)
      for (const decorator of decorators)
        if (!DECORATORS.has(decorator.name))
          throw new Error(`${this.#options.path}: the decorator @${decorator.name} of '${name}' is unknown`);
  }

  /** Evaluated once; whoever uses it waits for what it waits for. */
  #valueOf(declaration: Declaration): Value {
    const { kind, name } = declaration;
    const memo = `${kind === 'output' ? 'output ' : ''}${name}`;
    const known = this.#values.get(memo);
    if (known !== undefined) return this.#needing(known);
    if (this.#evaluating.has(memo)) throw this.#fault(declaration, new Error(`'${name}' needs itself`));
    this.#evaluating.add(memo);
    const outer = this.#needs;
    this.#needs = new Set();
    try {
      const value = this.#evaluated(declaration);
      const found = { value, needs: this.#needs };
      this.#values.set(memo, found);
      this.#needs = outer;
      return this.#needing(found);
    } catch (error) {
      throw this.#fault(declaration, error);
    } finally {
      this.#needs = outer;
      this.#evaluating.delete(memo);
    }
  }

  #needing({ value, needs }: { readonly value: Value; readonly needs: ReadonlySet<string> }): Value {
    for (const need of needs) this.#needs.add(need);
    return value;
  }

  #fault({ line }: Declaration, error: unknown): Error {
    const message = error instanceof Error ? error.message : String(error);
    return /\.bicep:\d+: /.test(message) ? new Error(message) : new Error(`${this.#options.path}:${line}: ${message}`);
  }

  #evaluated(declaration: Declaration): Value {
    switch (declaration.kind) {
      case 'param':
        return this.#parameter(declaration);
      case 'var':
        return evaluate(this.#body(declaration), this.#around);
      case 'output':
        return checkParameter(declaration, evaluate(this.#body(declaration), this.#around), this.#around);
      default:
        return this.#deployed(declaration);
    }
  }

  #body({ value, name }: Declaration): Expression {
    if (value === undefined) throw new Error(`'${name}' has no value`);
    return value;
  }

  #parameter(declaration: Declaration): Value {
    const { name, value } = declaration;
    const given = this.#options.parameters[name];
    if (given !== undefined) return checkParameter(declaration, given, this.#around);
    if (value === undefined) throw new Error(`the parameter '${name}' is missing`);
    return checkParameter(declaration, evaluate(value, this.#around), this.#around);
  }

  /** A resource or a module, or an array of them. What it waits for is its own: its users wait for it alone. */
  #deployed(declaration: Declaration): Value {
    const body = this.#body(declaration);
    const key = `${this.#options.key}/${declaration.name}`;
    const values =
      body.kind === 'loop'
        ? repeated(body, this.#around).map(({ within }, index) =>
            this.#instance({ ...declaration, condition: body.condition, value: body.body }, `${key}[${index}]`, within),
          )
        : this.#instance(declaration, key, this.#around);
    const all = [...this.waitsFor.keys()].filter((one) => one === key || one.startsWith(`${key}[`));
    this.#needs = new Set(all);
    return values;
  }

  #instance(declaration: Declaration, key: string, around: Surroundings): Value {
    const { condition, kind } = declaration;
    const isThere = condition === undefined || isTrue(condition, around);
    if (!isThere) return new Reference(`'${declaration.name}', which is not deployed here`, () => undefined);
    return kind === 'module' ? this.#module(declaration, key, around) : this.#resource(declaration, key, around);
  }

  #module(declaration: Declaration, key: string, around: Surroundings): Value {
    const body = recordOf(evaluate(this.#body(declaration), around), 'the body of a module');
    checkMembers(body, ['name', 'scope', 'params', 'dependsOn']);
    textOf(body['name'], 'the name of a module');
    const { scope } = body['scope'] instanceof Reference ? body['scope'] : { scope: this.#options.scope };
    if (scope === undefined) throw new Error(`the scope of '${declaration.name}' is none`);
    const template = new Template({
      ...this.#options,
      path: join(dirname(this.#options.path), declaration.of ?? ''),
      key,
      scope,
      parameters: recordOf(body['params'] ?? {}, 'params'),
    });
    const outputs = template.deploy();
    this.resources.push(...template.resources);
    for (const [inner, needs] of template.waitsFor) this.waitsFor.set(inner, new Set([...needs, ...this.#needs]));
    this.waitsFor.set(key, new Set([...template.waitsFor.keys(), ...this.#needs]));
    const shown = new Reference(`the outputs of '${declaration.name}'`, (name) => outputs[name]);
    return new Reference(`the module '${declaration.name}'`, (name) => (name === 'outputs' ? shown : undefined));
  }

  #resource(declaration: Declaration, key: string, around: Surroundings, parent?: Resource): Value {
    const { of = '', line, isExisting } = declaration;
    const [typeText = '', version = parent?.version ?? ''] = of.split('@');
    const type = parent === undefined ? typeText : `${parent.type}/${typeText}`;
    const given = recordOf(evaluate(this.#body(declaration), around), 'the body of a resource');
    const { scope, parent: parentReference, dependsOn: _, ...body } = given;
    const own = textOf(body['name'], 'the name of a resource');
    const parentName = parent?.name ?? (parentReference instanceof Reference ? parentReference.fullName : undefined);
    const name = parentName === undefined ? own : `${parentName}/${own}`;
    const extended = scope instanceof Reference ? textOf(scope.member('id'), 'the scope') : undefined;
    const id = resourceId({ type, name, scope: this.#options.scope, extended });
    const at = `${this.#options.path}:${line}`;
    const resource = { key, at, type, version, name, id, isExisting, body, extends: extended };
    this.resources.push(resource);
    this.waitsFor.set(key, new Set(parent === undefined ? this.#needs : [...this.#needs, parent.key]));
    for (const inner of nestedIn(declaration.value)) this.#nested(inner, `${key}/${inner.name}`, { around, resource });
    return this.#reference(resource);
  }

  #nested(
    declaration: Declaration,
    key: string,
    { around, resource }: { readonly around: Surroundings; readonly resource: Resource },
  ): void {
    if (declaration.condition !== undefined && !isTrue(declaration.condition, around)) return;
    this.#resource(declaration, key, around, resource);
  }

  #reference(resource: Resource): Reference {
    const { type, name, id, body, isExisting } = resource;
    const made = RUNTIME[type]?.(name) ?? {};
    const properties = new Reference(`the properties of ${type} '${name}'`, (member) => {
      const own = body['properties'];
      return made[member] ?? (isRecord(own) && !isExisting ? own[member] : undefined);
    });
    // The name of a child is its own in Bicep, and its parents' as well in Azure: nothing here may depend on which.
    const isChild = type.split('/').length > 2;
    const members: Readonly<Record<string, Value>> = { id, type, properties, ...(!isChild && { name }) };
    const isGroup = type === 'Microsoft.Resources/resourceGroups';
    const scope = isGroup ? { scope: { ...this.#options.scope, group: name } } : {};
    return new Reference(`the resource '${name}'`, (member) => members[member], { fullName: name, ...scope });
  }

  readonly #around: Surroundings = {
    lookUp: (name) => {
      const declaration = this.#file.declarations.find((one) => one.name === name && one.kind !== 'output');
      if (declaration === undefined) throw new Error(`'${name}' is not defined`);
      return this.#valueOf(declaration);
    },
    call: (name, given) => {
      const [first, second] = given;
      if (name === 'loadJsonContent') return this.#json(textOf(first, name));
      if (name === 'resourceGroup' && given.length > 0) {
        const [subscription, group] =
          second === undefined ? [this.#options.scope.subscription, first] : [textOf(first, name), second];
        return new Reference(`resourceGroup(${group})`, () => undefined, {
          scope: { subscription, group: textOf(group, name) },
        });
      }
      return scopeFunctions(this.#options.scope)[name]?.(...given);
    },
  };

  #json(path: string): Value {
    const file = join(dirname(this.#options.path), path);
    return JSON.parse(this.#options.read(file)) as Value;
  }
}

const DECORATORS = new Set([
  'allowed',
  'description',
  'maxLength',
  'maxValue',
  'metadata',
  'minLength',
  'minValue',
  'secure',
]);

function checkMembers(body: { readonly [key: string]: Value }, known: readonly string[]): void {
  const stranger = Object.keys(body).find((key) => !known.includes(key));
  if (stranger !== undefined) throw new Error(`a module has no member '${stranger}'`);
}

interface IdOptions {
  readonly type: string;
  readonly name: string;
  readonly scope: Scope;
  readonly extended: string | undefined;
}

function resourceId({ type, name, scope, extended }: IdOptions): string {
  const root = `/subscriptions/${scope.subscription}`;
  if (type === 'Microsoft.Resources/resourceGroups') return `${root}/resourceGroups/${name}`;
  const [provider = '', ...types] = type.split('/');
  const names = name.split('/');
  const path = types.map((one, index) => `${one}/${names[index]}`).join('/');
  const base = extended ?? (scope.group === undefined ? root : `${root}/resourceGroups/${scope.group}`);
  return `${base}/providers/${provider}/${path}`;
}

import { Ajv2020, type ValidateFunction } from 'ajv/dist/2020.js';
import formats from 'ajv-formats';
import type { Contract } from '../../src/api/contract.ts';
import { CONTRACTS } from '../../src/api/contracts.ts';
import { describeApi } from '../../src/http/openapi/document.ts';
import { problemsOf } from '../../src/http/openapi/problems.ts';
import { OPERATIONS } from '../../src/http/operations.ts';
import type { Operation } from '../../src/http/serving/operation.ts';

type Members = Readonly<Record<string, unknown>>;

interface Described {
  readonly security: readonly { readonly platformAuthentication?: readonly string[] }[];
  readonly parameters?: readonly { readonly name: string; readonly in: string }[];
  readonly requestBody?: { readonly content: Contents };
  readonly responses: Readonly<Record<string, { readonly content?: Contents }>>;
}

type Contents = Readonly<Record<string, { readonly schema: Members; readonly example?: unknown }>>;

/** The description of the whole API. */
export const DESCRIPTION = describeApi(CONTRACTS) as unknown as {
  readonly tags: readonly { readonly name: string; readonly description?: string }[];
  readonly paths: Readonly<Record<string, Readonly<Record<string, Described>>>>;
  readonly components: {
    readonly schemas: Readonly<Record<string, Members>>;
    readonly examples: Readonly<Record<string, { readonly value: Members }>>;
  };
};

/** The operation of that name. */
export function operationNamed(name: string): Operation {
  const found = OPERATIONS.find((operation) => operation.name === name);
  if (found === undefined) throw new Error(`The API has no operation '${name}'.`);
  return found;
}

/** An operation as the description has it. */
export function describedAs({ route, method }: Contract): Described {
  const found = DESCRIPTION.paths[`/${route}`]?.[method.toLowerCase()];
  if (found === undefined) throw new Error(`The description has no ${method} /${route}.`);
  return found;
}

const ajv = new Ajv2020({ allErrors: true, strict: false, validateFormats: true });
formats.default(ajv);

/** What people send is held to what is said; what we give is held to saying everything. */
const TOLD = DESCRIPTION.components.schemas;
const CLOSED = closed(TOLD) as Members;
const validators = new Map<string, ValidateFunction>();

/** What is wrong with a value by a schema of the description; an answer may have no members that are not described. */
export function faultsOf(value: unknown, schema: Members, side: 'asked' | 'answered'): readonly string[] {
  const key = `${side} ${JSON.stringify(schema)}`;
  const whole =
    side === 'asked'
      ? { ...schema, components: { schemas: TOLD } }
      : { ...(closed(schema) as Members), components: { schemas: CLOSED } };
  const validate = validators.get(key) ?? ajv.compile(whole);
  validators.set(key, validate);
  if (validate(value) === true) return [];
  return (validate.errors ?? []).map(
    ({ instancePath, message, params }) => `${instancePath} ${message} ${JSON.stringify(params)}`,
  );
}

/** A schema whose objects have no members but those that it names; problems may have more. */
function closed(schema: unknown): unknown {
  if (Array.isArray(schema)) return schema.map(closed);
  if (typeof schema !== 'object' || schema === null) return schema;
  const inside = Object.fromEntries(Object.entries(schema).map(([name, member]) => [name, closed(member)]));
  const isOpen = 'additionalProperties' in schema || !('properties' in schema) || 'code' in Object(schema.properties);
  return isOpen || !('type' in schema) ? inside : { ...inside, additionalProperties: false };
}

/** An answer as it came. */
export interface SeenAnswer {
  readonly status: number;
  readonly type: string | undefined;
  /** Read, where it is JSON; a text otherwise; `undefined` for none. */
  readonly body: unknown;
}

/** What an answer has that the description of its operation does not. */
export function lies(operation: Contract, { status, type, body }: SeenAnswer): readonly string[] {
  const response = describedAs(operation).responses[status];
  const where = `${operation.name} ${status}`;
  if (response === undefined) return [`${where}: the status is not described (${JSON.stringify(body)})`];
  if (body === undefined) return response.content === undefined ? [] : [`${where}: there is no body`];
  // A type is described with its parameters, where these say what it is.
  const content = Object.entries(response.content ?? {}).find(([of]) => of.split(';')[0] === type)?.[1];
  if (content === undefined) return [`${where}: the type ${type} is not described`];
  const faults = faultsOf(body, content.schema, 'answered').map((fault) => `${where}: ${fault}`);
  return type === 'application/problem+json' ? [...faults, ...undeclared(operation, body)] : faults;
}

function undeclared(operation: Contract, body: unknown): readonly string[] {
  const { code } = body as { readonly code: string };
  const known: readonly string[] = problemsOf(operation);
  return known.includes(code) ? [] : [`${operation.name}: the problem ${code} is not described`];
}

/** What a request has that the description does not; for one that was taken. */
export function liesOfRequest(
  operation: Contract,
  { params, query, body }: { readonly params: Members; readonly query: Members; readonly body: unknown },
): readonly string[] {
  const { parameters = [], requestBody } = describedAs(operation);
  const known = (place: string) => parameters.filter((one) => one.in === place).map(({ name }) => name);
  const unknown = [
    ...Object.keys(params).filter((name) => !known('path').includes(name)),
    ...Object.keys(query).filter((name) => !known('query').includes(name) && name !== 'code' && name !== 'clientId'),
  ];
  const schema = Object.values(requestBody?.content ?? {})[0]?.schema;
  const faults = schema === undefined || body === undefined ? [] : faultsOf(body, schema, 'asked');
  return [
    ...unknown.map((name) => `${operation.name}: the parameter ${name} is not described`),
    ...faults.map((fault) => `${operation.name}, body: ${fault}`),
  ];
}

import * as z from 'zod';
import type { Contract } from '../../api/contract.ts';

/** An operation of the API as a tool for an assistant. */
export interface ApiTool {
  readonly name: string;
  readonly description: string;
  /** JSON Schema: path and query parameters by name, the body as `body`, and `confirm` if it acts. */
  readonly inputSchema: ObjectSchema;
  readonly contract: Contract;
  /** Whether it changes something; it then needs a dry run first. */
  readonly acts: boolean;
}

interface ObjectSchema {
  readonly [keyword: string]: unknown;
  readonly type: 'object';
  readonly properties: { [name: string]: object };
  readonly required: string[];
}

const CONFIRM = {
  type: 'boolean',
  description:
    'Without it, or with false, the answer says what the call would do, and nothing is done. Only the same call after that, with true, does it: ask the person first.',
} as const;

/**
 * The operations that assistants can call. Operations that act are included only if they are allowed and have a dry run,
 * because an assistant has to show their effect to a person first.
 */
export function apiTools(contracts: readonly Contract[], allowActs: boolean): readonly ApiTool[] {
  return contracts
    .filter((contract) => isAnswered(contract) && (isRead(contract) || (allowActs && hasDryRun(contract))))
    .map(toTool);
}

function isRead({ access, method }: Contract): boolean {
  return access === 'read' && method === 'GET';
}

/** Excludes operations that respond with a page, a file or a stream. */
function isAnswered({ answers, unread }: Contract): boolean {
  const contents = Object.values(answers).flatMap(({ content = [] }) => content);
  return unread !== true && contents.every(({ schema, streamed }) => schema !== undefined && streamed !== true);
}

function hasDryRun({ access, query }: Contract): boolean {
  return access === 'operate' && query !== undefined && 'dryRun' in query.shape;
}

function toTool(contract: Contract): ApiTool {
  const acts = !isRead(contract);
  const { name, summary, description } = contract;
  return {
    name,
    description: description === undefined ? summary : `${summary}\n\n${description}`,
    inputSchema: schemaOf(contract, acts),
    contract,
    acts,
  };
}

function schemaOf({ path, query, body }: Contract, acts: boolean): ObjectSchema {
  const parts = [path, query].map(membersOf);
  // Of an operation that acts, `confirm` decides.
  const { dryRun: _, ...parameters } = Object.assign({}, ...parts.map(({ properties }) => properties));
  const sent = body === undefined ? {} : { body: bodySchema(body) };
  return {
    type: 'object',
    properties: {
      ...parameters,
      ...sent,
      ...(acts && { confirm: CONFIRM }),
    },
    required: [...parts.flatMap(({ required }) => required), ...Object.keys(sent)],
    additionalProperties: false,
  };
}

function membersOf(schema: z.ZodType | undefined): Pick<ObjectSchema, 'properties' | 'required'> {
  if (schema === undefined) return { properties: {}, required: [] };
  const { properties = {}, required = [] } = jsonSchema(schema) as Partial<ObjectSchema>;
  return { properties, required };
}

function bodySchema(body: NonNullable<Contract['body']>): object {
  const form = body.schema === undefined ? { type: 'object' } : jsonSchema(body.schema);
  return { ...form, description: body.description ?? 'The body.', examples: [body.example] };
}

function jsonSchema(schema: z.ZodType): object {
  const { $schema: _, ...rest } = z.toJSONSchema(schema, { io: 'input', unrepresentable: 'any' });
  return rest;
}

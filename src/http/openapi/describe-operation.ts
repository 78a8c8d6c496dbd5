import type { Access, Answer, Content, Contract, RequestBody } from '../../api/contract.ts';
import { headerName } from '../request/header-name.ts';
import { documentReference, type Json, toJsonSchema } from './json-schema.ts';
import { parametersOf } from './parameters.ts';
import { problemResponses } from './problems.ts';

/** One operation in OpenAPI. */
export function describeOperation(operation: Contract): Json {
  const { name, tag, summary, description, access, body } = operation;
  const parameters = parametersOf(operation);
  return {
    operationId: name,
    tags: [tag],
    summary,
    ...(description !== undefined && { description }),
    security: SECURITY[access],
    ...(parameters.length > 0 && { parameters }),
    ...(body !== undefined && { requestBody: requestBody(body) }),
    responses: responsesOf(operation),
  };
}

const KEYS = [{ functionKey: [] }, { functionKeyInQuery: [] }];

const SECURITY: Readonly<Record<Access, readonly Json[]>> = {
  open: [],
  webhook: KEYS,
  read: [...KEYS, { platformAuthentication: ['Reader'] }],
  operate: [...KEYS, { platformAuthentication: ['Operator'] }],
};

function requestBody(body: RequestBody): Json {
  const { description, example } = body;
  const schema =
    body.document === undefined ? toJsonSchema(body.schema, 'input').schema : documentReference(body.document);
  return {
    ...(description !== undefined && { description }),
    required: true,
    content: { 'application/json': { schema, example } },
  };
}

/**
 * The responses of an operation, by status. A status can stand for a response and a problem: a health check answers 503 in both
 * cases.
 */
function responsesOf(operation: Contract): Json {
  const problems = problemResponses(operation);
  const answers = Object.entries(operation.answers).map(([status, answer]) => [
    status,
    merged(answerOf(answer), problems[status]),
  ]);
  const responses = { ...problems, ...Object.fromEntries(answers) };
  return Object.fromEntries(Object.entries(responses).toSorted(([a], [b]) => Number(a) - Number(b)));
}

function answerOf({ description, content, headers }: Answer): Json {
  return {
    description,
    ...(headers !== undefined && {
      headers: Object.fromEntries(
        Object.entries(headers).map(([name, says]) => [
          headerName(name),
          { description: says, schema: { type: 'string' } },
        ]),
      ),
    }),
    ...(content !== undefined && { content: contentsOf(content) }),
  };
}

function contentsOf(content: Content | readonly Content[]): Json {
  const all: readonly Content[] = [content].flat();
  return Object.fromEntries(
    all.map(({ type = 'application/json', schema, example }) => [
      type,
      { schema: toJsonSchema(schema, 'output').schema, example },
    ]),
  );
}

function merged(answer: Json, problem: Json | undefined): Json {
  if (problem === undefined) return answer;
  return {
    description: `${answer['description']}\n\n${problem['description']}`,
    ...both('headers', answer, problem),
    ...both('content', answer, problem),
  };
}

function both(member: 'headers' | 'content', answer: Json, problem: Json): Json {
  const joined = { ...(answer[member] as object), ...(problem[member] as object) };
  return Object.keys(joined).length === 0 ? {} : { [member]: joined };
}

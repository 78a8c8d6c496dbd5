import { jsonSchemaOf, SCHEMA_KINDS, type SchemaKind } from '../../documents/json-schema.ts';
import type { Operation } from '../operation.ts';
import { documentName, GIVEN, SENT } from './components.ts';
import { describeOperation } from './describe-operation.ts';
import { type Json, toJsonSchema } from './json-schema.ts';
import { problemExamples, problemSchema } from './problems.ts';
import { TAGS } from './tags.ts';

/** Of the API: that of the package. */
export const API_VERSION = '0.1.0';

const DESCRIPTION = `Keeps the compute nodes of Azure Batch pools on when they are needed and deallocated when they are not.

What is wrong with a request comes back as problem details (RFC 9457, \`application/problem+json\`) with a \`code\`, and under \`errors\`
everything that is wrong with its path. Bodies over 1 MiB are refused. A reader leaves members of an answer alone that it does
not know: the API grows.

Every operation that is not open needs a function key. Where the platform's authentication is on, it needs the app role
\`Reader\` to look and \`Operator\` to act besides.`;

/** The description of an API in OpenAPI 3.1, made from its operations. The same operations give the same text. */
export function describeApi(operations: readonly Operation[]): Json {
  const named = new Set(operations.map(({ tag }) => tag));
  return {
    openapi: '3.1.1',
    info: {
      title: 'Lamplighter',
      version: API_VERSION,
      summary: 'Deallocates and starts the nodes of Azure Batch pools.',
      description: DESCRIPTION,
      license: { name: 'MIT', identifier: 'MIT' },
    },
    servers: [{ url: '/api', description: 'The app that this description comes from.' }],
    tags: [...named].toSorted().map((name) => ({ name, description: TAGS[name] })),
    paths: pathsOf(operations),
    components: {
      schemas: schemas(),
      examples: problemExamples(),
      securitySchemes: SECURITY_SCHEMES,
    },
  };
}

const METHODS = ['GET', 'PUT', 'POST', 'DELETE', 'OPTIONS'] as const;

function pathsOf(operations: readonly Operation[]): Json {
  const byRoute = Map.groupBy(operations, ({ route }) => `/${route}`);
  return inOrder(
    Object.fromEntries(
      [...byRoute].map(([route, group]) => [
        route,
        Object.fromEntries(
          group
            .toSorted((a, b) => METHODS.indexOf(a.method) - METHODS.indexOf(b.method))
            .map((operation) => [operation.method.toLowerCase(), describeOperation(operation)]),
        ),
      ]),
    ),
  );
}

function schemas(): Json {
  const sent = Object.entries(SENT).map(([name, schema]) => [name, toJsonSchema(schema, 'input')]);
  const given = Object.entries(GIVEN).map(([name, schema]) => [name, toJsonSchema(schema, 'output')]);
  return inOrder({
    ...Object.fromEntries([...sent, ...given]),
    ...Object.fromEntries(SCHEMA_KINDS.map((kind) => [documentName(kind), documentSchema(kind)])),
    Problem: problemSchema(),
  });
}

/** As editors get it, with the words for each member. */
function documentSchema(kind: SchemaKind): Json {
  const { $schema: _, $id: __, ...schema } = jsonSchemaOf(kind);
  return schema;
}

const SECURITY_SCHEMES: Json = {
  functionKey: {
    type: 'apiKey',
    in: 'header',
    name: 'x-functions-key',
    description: 'A key of the app, or of the one function.',
  },
  functionKeyInQuery: {
    type: 'apiKey',
    in: 'query',
    name: 'code',
    description: 'The same for whoever can send no header. An address is written into logs: prefer the header.',
  },
  platformAuthentication: {
    type: 'http',
    scheme: 'bearer',
    bearerFormat: 'JWT',
    description: 'An access token of Microsoft Entra ID for the app, where the authentication of App Service is on.',
  },
};

function inOrder(members: Json): Json {
  return Object.fromEntries(Object.entries(members).toSorted(([a], [b]) => (a < b ? -1 : 1)));
}

import type { Contract } from '../../api/contract.ts';
import { TAGS } from '../../api/tags.ts';
import { componentSchemas } from './components.ts';
import { describeOperation } from './describe-operation.ts';
import type { Json } from './json-schema.ts';
import { problemExamples, problemSchema } from './problems.ts';

/** The version of the API is that of the package. */
export const API_VERSION = '0.1.0';

const DESCRIPTION = `Keeps the compute nodes of Azure Batch pools on when they are needed and deallocated when they are not.

A request that fails is answered with problem details (RFC 9457, \`application/problem+json\`) with a \`code\`; \`errors\` has everything
that is wrong with the request, each with its path. Bodies over 1 MiB are refused. Ignore members of an answer that you do not
know: the API grows.

Every operation that is not open needs a function key. Where the platform's authentication is on, reading needs the app role
\`Reader\` and acting the role \`Operator\` instead; webhooks need a function key there too.`;

/** An OpenAPI document. */
export interface ApiDescription extends Json {
  readonly openapi: string;
  readonly info: Json;
  readonly paths: Json;
}

/** The OpenAPI 3.1 document of an API, made from its contracts. The same contracts give the same text. */
export function describeApi(contracts: readonly Contract[]): ApiDescription {
  const named = new Set(contracts.map(({ tag }) => tag));
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
    paths: pathsOf(contracts),
    components: {
      schemas: inOrder({ ...componentSchemas(contracts), Problem: problemSchema() }),
      examples: problemExamples(),
      securitySchemes: SECURITY_SCHEMES,
    },
  };
}

const METHODS = ['GET', 'PUT', 'POST', 'DELETE', 'OPTIONS'] as const;

function pathsOf(contracts: readonly Contract[]): Json {
  const byRoute = Map.groupBy(contracts, ({ route }) => `/${route}`);
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

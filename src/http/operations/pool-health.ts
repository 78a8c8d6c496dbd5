import {
  NODE_EXTENSION,
  NODE_EXTENSION_EXAMPLE,
  NODE_EXTENSIONS,
  NODE_EXTENSIONS_EXAMPLE,
  POOL_EXTENSION,
  POOL_EXTENSION_EXAMPLE,
} from '../answers/extension.ts';
import { NODE_HEALTH, NODE_HEALTH_EXAMPLE, POOL_HEALTH, POOL_HEALTH_EXAMPLE } from '../answers/health.ts';
import type { Content, Operation } from '../operation.ts';
import { NODE_QUERY, POOL_QUERY } from '../pools/health-query.ts';
import {
  getNodeExtension,
  getNodeHealth,
  listNodeExtensions,
  NODE_EXTENSION_PATH,
  NODE_PATH,
} from '../pools/node-health.ts';
import { getPoolExtension, POOL_EXTENSION_PATH } from '../pools/pool-extension.ts';
import { getPoolHealth } from '../pools/pool-health.ts';
import { POOL_PATH } from '../request/parse-params.ts';

const POOL = 'accounts/{account}/pools/{pool}';
const TYPE = 'application/health+json';

/** The health of pools, of nodes and of their extensions. */
export const POOL_HEALTHS: readonly Operation[] = [
  {
    name: 'get-pool-health',
    method: 'GET',
    route: `${POOL}/health`,
    access: 'read',
    tag: 'health',
    summary: 'Whether enough nodes of a pool are healthy, for a monitor.',
    path: POOL_PATH,
    query: POOL_QUERY,
    answers: healthAnswers({ type: TYPE, schema: POOL_HEALTH, example: POOL_HEALTH_EXAMPLE }),
    problems: ['InvalidRequest', 'AccountNotFound', 'PoolNotFound'],
    handler: getPoolHealth,
  },
  {
    name: 'get-pool-extension',
    method: 'GET',
    route: `${POOL}/extensions/{name}`,
    access: 'read',
    tag: 'health',
    summary: 'One extension over all nodes of a pool.',
    path: POOL_EXTENSION_PATH,
    query: POOL_QUERY,
    answers: {
      200: {
        description: 'How many nodes are in which state, and which of them need somebody.',
        content: { schema: POOL_EXTENSION, example: POOL_EXTENSION_EXAMPLE },
      },
    },
    problems: ['InvalidRequest', 'AccountNotFound', 'PoolNotFound', 'ExtensionNotFound'],
    handler: getPoolExtension,
  },
  {
    name: 'get-node-health',
    method: 'GET',
    route: `${POOL}/nodes/{node}/health`,
    access: 'read',
    tag: 'health',
    summary: 'Whether one node is healthy, for a monitor.',
    path: NODE_PATH,
    query: NODE_QUERY,
    answers: healthAnswers({ type: TYPE, schema: NODE_HEALTH, example: NODE_HEALTH_EXAMPLE }),
    problems: ['InvalidRequest', 'AccountNotFound', 'PoolNotFound', 'NodeNotFound'],
    handler: getNodeHealth,
  },
  {
    name: 'list-node-extensions',
    method: 'GET',
    route: `${POOL}/nodes/{node}/extensions`,
    access: 'read',
    tag: 'health',
    summary: 'What a node says of its extensions, with the way out of what has failed.',
    path: NODE_PATH,
    query: NODE_QUERY,
    answers: {
      200: {
        description: 'All extensions of the node.',
        content: { schema: NODE_EXTENSIONS, example: NODE_EXTENSIONS_EXAMPLE },
      },
    },
    problems: ['InvalidRequest', 'AccountNotFound', 'PoolNotFound', 'NodeNotFound'],
    handler: listNodeExtensions,
  },
  {
    name: 'get-node-extension',
    method: 'GET',
    route: `${POOL}/nodes/{node}/extensions/{name}`,
    access: 'read',
    tag: 'health',
    summary: 'One extension of a node, by either of its names.',
    path: NODE_EXTENSION_PATH,
    query: NODE_QUERY,
    answers: {
      200: { description: 'The extension.', content: { schema: NODE_EXTENSION, example: NODE_EXTENSION_EXAMPLE } },
    },
    problems: ['InvalidRequest', 'AccountNotFound', 'PoolNotFound', 'NodeNotFound', 'ExtensionNotFound'],
    handler: getNodeExtension,
  },
];

function healthAnswers(content: Content): Operation['answers'] {
  return {
    200: { description: 'It passes, or warns.', content },
    503: {
      description: 'It fails.',
      content: { ...content, example: { ...(content.example as object), status: 'fail' } },
    },
  };
}

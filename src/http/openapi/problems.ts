import type { Access, Contract } from '../../api/contract.ts';
import { PROBLEMS, type ProblemCode, problemOf } from '../../api/problems.ts';
import { problemType } from '../serving/problem.ts';
import type { Json } from './json-schema.ts';

// Every operation refuses unknown parameters.
const WITH_ALL = ['InternalError', 'InvalidRequest', 'Misconfigured'] as const;
const WITH_STORES = ['BatchUnavailable', 'StorageUnavailable'] as const;
const WITH_CALLERS = ['Forbidden', 'Unauthenticated'] as const;

/** The problems that every operation can have, by access. */
const ALWAYS: Readonly<Record<Access, readonly ProblemCode[]>> = {
  open: WITH_ALL,
  webhook: [...WITH_ALL, ...WITH_STORES],
  read: [...WITH_ALL, ...WITH_STORES, ...WITH_CALLERS],
  operate: [...WITH_ALL, ...WITH_STORES, ...WITH_CALLERS],
};

/** Problems of paths without an operation. */
export const OF_NO_OPERATION: ReadonlySet<ProblemCode> = new Set(['MethodNotAllowed', 'RouteNotFound']);

/** Every problem of an operation, sorted. */
export function problemsOf({ access, problems }: Pick<Contract, 'access' | 'problems'>): readonly ProblemCode[] {
  return [...new Set([...problems, ...ALWAYS[access]])].toSorted();
}

/** The problem responses of an operation, by status. */
export function problemResponses(operation: Pick<Contract, 'access' | 'problems'>): Readonly<Record<string, Json>> {
  const byStatus = Map.groupBy(problemsOf(operation), (code) => problemOf(code).status);
  return Object.fromEntries(
    [...byStatus].map(([status, codes]) => [String(status), responseOf(status, codes, operation.access)]),
  );
}

function responseOf(status: number, codes: readonly ProblemCode[], access: Access): Json {
  const retry = codes.some((code) => problemOf(code).retryAfter !== undefined);
  const keyless =
    status === 401 && access !== 'open' ? ['Without a function key the host answers without a body.'] : [];
  return {
    description: [...codes.map((code) => `\`${code}\`: ${PROBLEMS[code].means}`), ...keyless].join('\n\n'),
    ...(retry && {
      headers: {
        'Retry-After': { description: 'When to try again, in seconds.', schema: { type: 'string' } },
      },
    }),
    content: {
      'application/problem+json': {
        schema: { $ref: '#/components/schemas/Problem' },
        examples: Object.fromEntries(codes.map((code) => [code, { $ref: `#/components/examples/${code}` }])),
      },
    },
  };
}

/** An example of every problem, by code. */
export function problemExamples(): Readonly<Record<string, Json>> {
  return Object.fromEntries(
    operationCodes().map((code) => {
      const { means, remediation, example } = PROBLEMS[code];
      const value = { ...problemType(code), status: problemOf(code).status, detail: example, code };
      return [code, { summary: means, description: remediation, value }];
    }),
  );
}

/** The schema of problem details (RFC 9457) with the members of this API. */
export function problemSchema(): Json {
  const codes = codesInOrder();
  return {
    type: 'object',
    description: [
      'A problem, as RFC 9457 defines it. Codes are only added.',
      '',
      '| code | status | means | what to do |',
      '|---|---|---|---|',
      ...codes.map(
        (code) => `| ${code} | ${problemOf(code).status} | ${PROBLEMS[code].means} | ${PROBLEMS[code].remediation} |`,
      ),
    ].join('\n'),
    properties: {
      type: { type: 'string', description: 'A name and no address: `urn:lamplighter:problem:…`.' },
      title: { type: 'string' },
      status: { type: 'integer' },
      detail: { type: 'string', description: 'What the app was doing, to what, and how to correct the request.' },
      code: { type: 'string', enum: codes },
      errors: {
        type: 'array',
        description:
          'Everything that is wrong with what was sent, and where; the last of a thousand faults has the number of the others.',
        items: {
          type: 'object',
          properties: {
            path: {
              type: 'string',
              description: 'A parameter, a header, or a member of the body such as `$.windows[0].from`.',
            },
            message: { type: 'string' },
          },
          required: ['path', 'message'],
        },
      },
    },
    required: ['type', 'title', 'status', 'detail', 'code'],
  };
}

function operationCodes(): readonly ProblemCode[] {
  return codesInOrder().filter((code) => !OF_NO_OPERATION.has(code));
}

function codesInOrder(): readonly ProblemCode[] {
  return (Object.keys(PROBLEMS) as ProblemCode[]).toSorted();
}

import type { Access, Operation } from '../operation.ts';
import { problemType } from '../problem.ts';
import { PROBLEM_TEXTS, type ProblemCode, retryAfterOf, statusOf } from '../problem-texts.ts';
import type { Json } from './json-schema.ts';

// A parameter that is not known is a fault everywhere.
const WITH_ALL = ['InternalError', 'InvalidRequest', 'Misconfigured'] as const;
const WITH_STORES = ['BatchUnavailable', 'StorageUnavailable'] as const;
const WITH_CALLERS = ['Forbidden', 'Unauthenticated'] as const;

/** What can go wrong with every operation, by who may call it. */
const ALWAYS: Readonly<Record<Access, readonly ProblemCode[]>> = {
  open: WITH_ALL,
  webhook: [...WITH_ALL, ...WITH_STORES],
  read: [...WITH_ALL, ...WITH_STORES, ...WITH_CALLERS],
  operate: [...WITH_ALL, ...WITH_STORES, ...WITH_CALLERS],
};

/** Every problem that an operation can answer with, in order of the alphabet. */
export function problemsOf({ access, problems }: Pick<Operation, 'access' | 'problems'>): readonly ProblemCode[] {
  return [...new Set([...problems, ...ALWAYS[access]])].toSorted();
}

/** The answers of an operation that are problems, by status. */
export function problemResponses(operation: Pick<Operation, 'access' | 'problems'>): Readonly<Record<string, Json>> {
  const byStatus = Map.groupBy(problemsOf(operation), statusOf);
  return Object.fromEntries(
    [...byStatus].map(([status, codes]) => [String(status), responseOf(status, codes, operation.access)]),
  );
}

function responseOf(status: number, codes: readonly ProblemCode[], access: Access): Json {
  const retry = codes.some((code) => retryAfterOf(code) !== undefined);
  const keyless = status === 401 && access !== 'open' ? ['Without a function key the host answers with no body.'] : [];
  return {
    description: [...codes.map((code) => `\`${code}\`: ${PROBLEM_TEXTS[code].means}`), ...keyless].join('\n\n'),
    ...(retry && {
      headers: {
        'Retry-After': { description: 'When to ask again, in seconds.', schema: { type: 'string' } },
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

/** An example of every problem, by its code. */
export function problemExamples(): Readonly<Record<string, Json>> {
  return Object.fromEntries(
    codesInOrder().map((code) => {
      const { means, mend, example } = PROBLEM_TEXTS[code];
      const value = { ...problemType(code), status: statusOf(code), detail: example, code };
      return [code, { summary: means, description: mend, value }];
    }),
  );
}

/** Problem details as RFC 9457 has them, with what we add. */
export function problemSchema(): Json {
  const codes = codesInOrder();
  return {
    type: 'object',
    description: [
      'What is wrong with a request, as RFC 9457 has it. Codes are only added.',
      '',
      '| code | status | means | what to do |',
      '|---|---|---|---|',
      ...codes.map(
        (code) => `| ${code} | ${statusOf(code)} | ${PROBLEM_TEXTS[code].means} | ${PROBLEM_TEXTS[code].mend} |`,
      ),
    ].join('\n'),
    properties: {
      type: { type: 'string', description: 'A name and no address: `urn:lamplighter:problem:…`.' },
      title: { type: 'string' },
      status: { type: 'integer' },
      detail: { type: 'string', description: 'What was being done, to what, and how to mend it.' },
      code: { type: 'string', enum: codes },
      errors: {
        type: 'array',
        description: 'Everything that is wrong with what was sent, and where.',
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

function codesInOrder(): readonly ProblemCode[] {
  return (Object.keys(PROBLEM_TEXTS) as ProblemCode[]).toSorted();
}

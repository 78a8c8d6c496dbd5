import { readFileSync } from 'node:fs';
import { createConfig, lintFromString } from '@redocly/openapi-core';
import { describe, expect, it } from 'vitest';
import type { Contract } from '../../../src/api/contract.ts';
import { CONTRACTS } from '../../../src/api/contracts.ts';
import { PROBLEMS, type ProblemCode } from '../../../src/api/problems.ts';
import { RULES as DECIDING_RULES, RULE_NAMES } from '../../../src/core/plan/rules.ts';
import { API_VERSION, describeApi } from '../../../src/http/openapi/document.ts';
import { OF_NO_OPERATION, problemsOf } from '../../../src/http/openapi/problems.ts';
import { OPERATIONS } from '../../../src/http/operations.ts';
import { DESCRIPTION, describedAs, faultsOf } from '../../support/api-description.ts';

/** Beside `recommended-strict`, which every rule of the linter that speaks of mistakes is in. */
const RULES = {
  'array-parameter-serialization': 'error',
  // By whole words: the heads of chains are no HEAD.
  'no-http-verbs-in-paths': { severity: 'error', splitIntoWords: true },
  'operation-4xx-problem-details-rfc7807': 'error',
  'operation-singular-tag': 'error',
  'operation-tag-defined': 'error',
  // By its schema (`describe`), or by usual-parameters.ts.
  'parameter-description': 'error',
  'path-http-verbs-order': 'error',
  'paths-kebab-case': 'error',
  'spec-strict-refs': 'error',
  'tags-alphabetical': 'error',
  // Whoever runs a copy of the app is not known to it.
  'info-contact': 'off',
} as const;

async function lint(description: unknown): Promise<readonly string[]> {
  const config = await createConfig({ extends: ['recommended-strict'], rules: RULES });
  const source = JSON.stringify(description);
  const problems = await lintFromString({ source, config, absoluteRef: '/openapi.json' });
  return problems.map(({ ruleId, message, location }) => `${ruleId}: ${message} ${location[0]?.pointer ?? ''}`);
}

describe('the description of the API', () => {
  it('has nothing that a linter finds', async () => {
    expect(await lint(DESCRIPTION)).toEqual([]);
  });

  it('would not pass with something in it that OpenAPI does not know, or an example that does not fit', async () => {
    const health = CONTRACTS.filter(({ name }) => name === 'get-health');
    const wrong = health.map((operation) => ({
      ...operation,
      name: 'get health',
      answers: { 200: { description: '', content: { ...contentOf(operation), example: { status: 'well' } } } },
    }));
    const found = await lint({ ...describeApi(wrong), paths2: {} });
    expect(found).toEqual(
      expect.arrayContaining([
        expect.stringContaining('struct: Property `paths2` is not expected here.'),
        expect.stringContaining('operation-operationId-url-safe'),
        expect.stringContaining('no-invalid-media-type-examples'),
      ]),
    );
  });

  it('names every rule that decides, with what it decides', () => {
    const rule = DESCRIPTION.components.schemas['DecidingRule'];
    expect(rule?.['enum']).toEqual(RULE_NAMES);
    for (const { name, decides } of DECIDING_RULES) expect(rule?.['description']).toContain(`\`${name}\`: ${decides}`);
  });

  it('is the same whatever the order of the contracts', () => {
    expect(JSON.stringify(describeApi(CONTRACTS.toReversed()))).toBe(JSON.stringify(describeApi(CONTRACTS)));
  });

  it('is about the operations that are served, all of them and no others', () => {
    const names = (all: readonly Contract[]) => all.map(({ name }) => name).toSorted();
    expect(names(CONTRACTS)).toEqual(names(OPERATIONS));
  });

  it('has the version of the package', () => {
    const { version } = JSON.parse(readFileSync('package.json', 'utf8')) as { readonly version: string };
    expect(API_VERSION).toBe(version);
  });

  it('says of every part what it is about', () => {
    expect(DESCRIPTION.tags.filter(({ description }) => description === undefined)).toEqual([]);
  });
});

function contentOf({ answers }: Contract) {
  const [content] = [answers[200]?.content ?? []].flat();
  return content;
}

describe.each(OPERATIONS.map((operation) => [operation.name, operation] as const))('%s', (_, operation) => {
  it('has a name of its own, a verb and a noun', () => {
    expect(operation.name).toMatch(/^[a-z]+(?:-[a-z]+)+$/);
    expect(OPERATIONS.filter(({ name }) => name === operation.name)).toHaveLength(1);
  });

  it('says of each parameter in its path what it is held to', () => {
    const inRoute = [...operation.route.matchAll(/\{(\w+)\}/g)].map(([, name]) => name);
    expect(Object.keys(operation.path?.shape ?? {}).toSorted()).toEqual(inRoute.toSorted());
  });

  it('gives examples that are as it says, with no member that it does not name', () => {
    const { requestBody, responses } = describedAs(operation);
    const answered = Object.values(responses).flatMap(({ content = {} }) => Object.values(content));
    const asked = Object.values(requestBody?.content ?? {});
    const faults = [
      ...answered.flatMap(({ schema, example }) =>
        example === undefined ? [] : faultsOf(example, schema, 'answered'),
      ),
      ...asked.flatMap(({ schema, example }) => faultsOf(example, schema, 'asked')),
    ];
    expect(faults).toEqual([]);
  });
});

const OPERATION_CODES = (Object.keys(PROBLEMS) as ProblemCode[]).filter((code) => !OF_NO_OPERATION.has(code));

describe.each(OPERATION_CODES.map((code) => [code]))('the problem %s', (code) => {
  it('is one that some operation has', () => {
    expect(OPERATIONS.some((operation) => problemsOf(operation).includes(code))).toBe(true);
  });

  it('has an example that is a problem', () => {
    const { value } = DESCRIPTION.components.examples[code] ?? { value: {} };
    expect(faultsOf(value, { $ref: '#/components/schemas/Problem' }, 'answered')).toEqual([]);
    expect(value['code']).toBe(code);
  });
});

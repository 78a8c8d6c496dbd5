import { existsSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { DESCRIPTION } from '../support/api-description.ts';
import { blocksIn } from '../support/json-blocks.ts';

const MODEL = readFileSync('docs/threat-model.md', 'utf8');

describe('the threat model', () => {
  it.each(
    [...new Set([...MODEL.matchAll(/`((?:src|test)\/[^`*]+)`/g)].map(([, path]) => path ?? ''))].map((path) => [path]),
  )('names a place that is there: %s', (path) => {
    expect(existsSync(path)).toBe(true);
  });
});

describe('a promise of the threat model', () => {
  const rows = MODEL.split('\n').filter((line) => /^\| [STRIDE, ]+ \|/.test(line));

  it.each(rows.map((row) => [row.split('|')[2]?.trim() ?? '', row]))('names the tests that hold it: %s', (_, row) => {
    expect(row).toMatch(/`test\/[^`]+\.test\.ts`/);
  });
});

describe('the roles of the app registration', () => {
  const [block] = blocksIn('docs/security.md').filter(({ language }) => language === 'json');
  const roles = JSON.parse(block?.text ?? '[]') as readonly { readonly id: string; readonly value: string }[];

  it('are those that the description of the API asks for', () => {
    const asked = Object.values(DESCRIPTION.paths)
      .flatMap((path) => Object.values(path))
      .flatMap(({ security }) => security.flatMap(({ platformAuthentication = [] }) => platformAuthentication));
    expect(roles.map(({ value }) => value)).toEqual([...new Set(asked)].toSorted((a, b) => (a < b ? 1 : -1)));
  });

  it('have ids that are told apart, as a registration wants them', () => {
    expect(new Set(roles.map(({ id }) => id)).size).toBe(roles.length);
    for (const { id } of roles) expect(id).toMatch(/^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/);
  });
});

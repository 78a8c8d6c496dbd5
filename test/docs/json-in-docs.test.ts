import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { receiveWebhook } from '../../src/api/webhooks.ts';
import { verifyFiles } from '../../src/cli/files/verify-files.ts';
import { parseRule } from '../../src/documents/rules/rule-document.ts';
import { PAGES } from '../support/commands-in-pages.ts';
import { blocksIn } from '../support/json-blocks.ts';

/** Which test reads the JSON of a page by the reader of the product. */
const READ_BY: Readonly<Record<string, string>> = {
  'README.md': 'documents-in-docs.test.ts',
  'docs/documents.md': 'documents-in-docs.test.ts',
  'docs/recipes.md': 'documents-in-docs.test.ts',
  'docs/forecast.md': 'documents-in-docs.test.ts',
  'docs/events.md': 'events-in-docs.test.ts',
  'docs/security.md': 'security-in-docs.test.ts',
  'docs/node-health.md': 'test/node-health/docs.test.ts',
  'docs/webhooks.md': 'this one',
  'docs/audit.md': 'this one',
};

function jsonIn(page: string): readonly string[] {
  return blocksIn(page).flatMap(({ language, text }) => (language === 'json' ? [text] : []));
}

it('is read by a test for every page that has some', () => {
  expect(PAGES.filter((page) => jsonIn(page).length > 0).toSorted()).toEqual(Object.keys(READ_BY).toSorted());
});

it('is rules that the app takes, and an answer that it gives, on the page of webhooks', () => {
  const values = jsonIn('docs/webhooks.md').map((text) => JSON.parse(text) as object);
  const rules = values.filter((value) => 'act' in value);
  expect(rules.length).toBeGreaterThan(3);
  for (const rule of rules) expect(parseRule(rule)).toMatchObject({ ok: true });
  const [answer, ...more] = values.filter((value) => !('act' in value));
  expect(more).toEqual([]);
  expect(receiveWebhook.answers[200].content.schema.safeParse(answer).error).toBeUndefined();
});

it('is what a verification prints, on the page of the audit log', async () => {
  const [shown = '', ...more] = jsonIn('docs/audit.md');
  expect(more).toEqual([]);
  const folder = mkdtempSync(join(tmpdir(), 'lamplighter-json-'));
  try {
    const file = join(folder, 'history.jsonl');
    writeFileSync(file, 'no record\n');
    const verdict = await verifyFiles([file], { heads: [], anchors: [] });
    const example = JSON.parse(shown) as typeof verdict;
    expect(Object.keys(example)).toEqual(Object.keys(verdict));
    expect(Object.keys(example.faults[0] ?? {})).toEqual(expect.arrayContaining(['file', 'line', 'number', 'message']));
  } finally {
    rmSync(folder, { recursive: true });
  }
});

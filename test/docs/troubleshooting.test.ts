import { globSync, readFileSync } from 'node:fs';
import { expect, it } from 'vitest';

const PAGE = readFileSync('docs/troubleshooting.md', 'utf8');

/** What the product says: its sources, with texts that continue on the next line joined. */
const SOURCE = globSync(['src/**/*.{ts,tsx}', 'bin/*.mjs', 'src/**/*.json'])
  .map((file) => readFileSync(file, 'utf8'))
  .join('\n');

/** The words in the first column that a person sees. */
const SEEN = [...PAGE.matchAll(/^\| ([^|]+) \|/gm)]
  .flatMap(([, cell = '']) => [...cell.matchAll(/`([^`]+)`/g)].map(([, words = '']) => words))
  .filter((words) => !words.startsWith('azd '));

it('shows each symptom in the words that the product uses', () => {
  expect(SEEN.length).toBeGreaterThan(25);
  expect(SEEN.filter((words) => !SOURCE.includes(words))).toEqual([]);
});

it('quotes log lines in the words that the product writes', () => {
  const lines = [...readFileSync('docs/operations.md', 'utf8').matchAll(/\bline\s+`([^`]*…[^`]*)`/g)];
  const quoted = lines.flatMap(([, line = '']) => line.split('…').filter((words) => words !== ''));
  expect(lines.length).toBeGreaterThan(1);
  expect(quoted.filter((words) => !SOURCE.includes(words))).toEqual([]);
});

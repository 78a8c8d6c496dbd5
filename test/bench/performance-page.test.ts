import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { type FirstFigures, withTable } from '../../bench/performance-table.ts';
import { RESULTS, readResults, rowName } from '../../bench/saved-results.ts';

const page = readFileSync('docs/performance.md', 'utf8');
const saved = readResults(RESULTS);
const first = JSON.parse(readFileSync('bench/first-figures.json', 'utf8')) as FirstFigures;

describe('docs/performance.md', () => {
  it('has the figures of bench/results.json', () => {
    expect(withTable(page, saved, first)).toBe(page);
  });

  it('has first figures for rows that there are', () => {
    const rows = new Set(saved.results.map(rowName));
    const benchmarks = new Set(saved.results.map(({ benchmark }) => benchmark));
    const ofThose = Object.keys(first).filter((row) => benchmarks.has(row.split(' | ')[0] ?? ''));
    expect(ofThose.filter((row) => !rows.has(row))).toEqual([]);
  });

  it('has a row for each thing only once', () => {
    const rows = saved.results.map(rowName);
    expect(rows).toHaveLength(new Set(rows).size);
  });
});

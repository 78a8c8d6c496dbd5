import { describe, expect, it } from 'vitest';
import { table } from '../../../src/cli/terminal/table.ts';

const ROWS = [
  ['pool', 'hours off', 'saved'],
  ['demo/render-linux', '10.0', '4.20 EUR'],
  ['demo/a', '9.5', ''],
];

describe('a table', () => {
  it('aligns its columns', () => {
    expect(table(ROWS, ['left', 'right', 'left'], 80)).toEqual([
      'pool               hours off  saved',
      'demo/render-linux       10.0  4.20 EUR',
      'demo/a                   9.5',
    ]);
  });

  it('is cut to the width of the terminal', () => {
    const lines = table(ROWS, ['left', 'right', 'left'], 30);
    expect(lines).toEqual(
      ['pool               hours off…', 'demo/render-linux       10.0…', 'demo/a                   9.5'].map((line) =>
        expect.stringContaining(line.slice(0, 20)),
      ),
    );
    for (const line of lines) expect(line.length).toBeLessThanOrEqual(30);
    expect(lines[0]).toMatch(/…$/);
  });
});

import { globSync, readdirSync, readFileSync } from 'node:fs';
import { dirname, normalize, sep } from 'node:path';
import { describe, expect, it } from 'vitest';

const PAGE = readFileSync('docs/architecture.md', 'utf8');
const [, PICTURE = ''] = /^```mermaid\nflowchart TD\n([\s\S]*?)^```$/m.exec(PAGE) ?? [];

/** The parts of the picture: an arrow's ends, with or without their labels. */
const ARROWS = [...PICTURE.matchAll(/^ {2}([\w-]+)(?:\["[^"]*"\])? (?:-->|-\. types \.->) ([\w-]+)/gm)].map(
  ([, from = '', to = '']) => `${from} → ${to}`,
);

/** `src/app/x.ts` is of the part `app`, `src/composition.ts` of `composition`. */
function partOf(path: string): string {
  return (path.split(sep)[1] ?? '').replace(/\.ts$/, '');
}

/** Who imports whom, as the sources have it. */
const IMPORTS = new Set(
  globSync('src/**/*.{ts,tsx}').flatMap((file) =>
    [...readFileSync(file, 'utf8').matchAll(/(?:from|import) ?\(?'(\.[^']+)'/g)].map(
      ([, path = '']) => `${partOf(file)} → ${partOf(normalize(`${dirname(file)}/${path}`))}`,
    ),
  ),
);

describe('the picture of the architecture', () => {
  it('has every part of the sources, and no other', () => {
    const parts = readdirSync('src').map((name) => name.replace(/\.ts$/, ''));
    const shown = new Set(ARROWS.flatMap((arrow) => arrow.split(' → ')));
    expect([...shown].toSorted()).toEqual(parts.toSorted());
  });

  it('has no arrow that no import follows', () => {
    expect(ARROWS.filter((arrow) => !IMPORTS.has(arrow))).toEqual([]);
  });
});

it('the table of the core has its folders', () => {
  const rows = [...PAGE.matchAll(/^\| (`[^|]+`) \|/gm)].flatMap(([, cell = '']) =>
    [...cell.matchAll(/`([^`]+)`/g)].map(([, name = '']) => name),
  );
  const folders = readdirSync('src/core', { withFileTypes: true }).filter((one) => one.isDirectory());
  expect(rows.toSorted()).toEqual(folders.map(({ name }) => name).toSorted());
});

import { readFileSync } from 'node:fs';
import { join } from 'node:path';

const ROOT = join(import.meta.dirname, '..', '..');

/** A block of a page in Markdown, between fences. */
export interface Block {
  /** Where it is, for people. */
  readonly place: string;
  readonly language: string;
  readonly text: string;
}

/** The blocks of a page of the project, by its path from the root of the repository. */
export function blocksIn(page: string): readonly Block[] {
  const text = readFileSync(join(ROOT, page), 'utf8');
  return [...text.matchAll(/^```(\S+)\n([\s\S]*?)^```$/gm)].map(({ index, 1: language = '', 2: block = '' }) => ({
    place: `${page}:${text.slice(0, index).split('\n').length}`,
    language,
    text: block,
  }));
}

import { globSync, readFileSync } from 'node:fs';

/** A command that a page tells people to run. */
export interface PageCommand {
  /** `docs/deploy.md:13`. */
  readonly place: string;
  readonly page: string;
  /** The heading that it stands under. */
  readonly section: string;
  /** In a block of its own, or in the middle of a sentence, where it may be shortened. */
  readonly kind: 'block' | 'inline';
  /** One simple command, on one line: without what it is piped into, and without the text that it is given. */
  readonly text: string;
}

/** The pages that people read. Decisions are frozen: what they name may have gone. */
export const PAGES: readonly string[] = [
  'README.md',
  'CONTRIBUTING.md',
  'SECURITY.md',
  ...globSync('docs/*.md').toSorted(),
  ...globSync('examples/**/README.md').toSorted(),
];

const SHELL = /^```(?:sh|bash)\n([\s\S]*?)^```$/gm;
const ANY_FENCE = /^```.*\n[\s\S]*?^```$/gm;
/** What stands in backticks and begins with a program that people have. */
const INLINE = /`((?:[A-Z_]+=\S+ )*(?:npx|npm|node|az|azd|func|curl|gh) [^`\n]+)`/g;

/** Every command of a page, in its order by kind. */
export function commandsOf(page: string): readonly PageCommand[] {
  const text = readFileSync(page, 'utf8');
  const at = (index: number) => ({
    page,
    place: `${page}:${text.slice(0, index).split('\n').length}`,
    section: [...text.slice(0, index).matchAll(/^#+ (.*)$/gm)].at(-1)?.[1] ?? '',
  });
  const blocks = [...text.matchAll(SHELL)].flatMap(({ index, 1: block = '' }) =>
    simpleCommands(block).map((command) => ({ ...at(index), kind: 'block' as const, text: command })),
  );
  const prose = text.replaceAll(ANY_FENCE, (fence) => fence.replaceAll(/[^\n]/g, ' '));
  const inline = [...prose.matchAll(INLINE)].flatMap(({ index, 1: said = '' }) =>
    simpleCommands(said.replaceAll(String.raw`\|`, '¦').replaceAll(/ \[[^\]]*\]/g, '')).map((command) => ({
      ...at(index),
      kind: 'inline' as const,
      text: command,
    })),
  );
  return [...blocks, ...inline];
}

/** The commands of a shell text: continued lines joined; comments, here-documents, control words and pipes taken off. */
function simpleCommands(shell: string): readonly string[] {
  return shell
    .replaceAll(/\\\n\s*/g, ' ')
    .replaceAll(/<<'(\w+)'\n[\s\S]*?^\1$/gm, '')
    .split('\n')
    .flatMap(partsOf)
    .map((part) => part.trim().replace(/^(?:do|then) /, ''))
    .filter((part) => part !== '' && !part.startsWith('#') && !/^(?:do|done|fi)\b/.test(part));
}

/** Splits at `|`, `&&`, `||` and `;` outside quotes, and takes a comment off the end. */
function partsOf(line: string): readonly string[] {
  const pieces = line.match(/"(?:\\.|[^"\\])*"|'[^']*'|\s+#.*$|\|\||&&|[|;]|[^"'|;&\s#]+|\s+|./g) ?? [];
  const parts = [''];
  for (const piece of pieces) {
    if (/^\s+#/.test(piece)) break;
    if (['|', '||', '&&', ';'].includes(piece)) parts.push('');
    else parts[parts.length - 1] += piece;
  }
  return parts;
}

/** The words of a simple command, as a shell hands them on. */
export function wordsOf(command: string): readonly string[] {
  const words = command.match(/(?:"(?:\\.|[^"\\])*"|'[^']*'|[^"'\s])+/g) ?? [];
  return words.map((word) =>
    word.replaceAll(/"((?:\\.|[^"\\])*)"|'([^']*)'/g, (_, double, single) => double ?? single),
  );
}

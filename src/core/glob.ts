/** The longest pattern that a document may contain. Patterns also match the SUMMARY of calendar events, which may be long. */
export const LONGEST_GLOB = 1000;

/** Counts the comparisons of two characters; tests use it to bound the work. */
export type CountStep = () => void;

/**
 * Does a whole text match a pattern in which `*` matches any characters? Letter case is ignored. There are at most three
 * comparisons for each character of the pattern and of the text, because both can be hostile.
 */
export function matchesGlob(pattern: string, text: string, count: CountStep = NOT_COUNTED): boolean {
  const [first = '', ...others] = pattern.toLowerCase().split('*');
  const given = text.toLowerCase();
  const last = others.pop();
  if (last === undefined) return given.length === first.length && isAt(given, first, { from: 0, count });
  const end = given.length - last.length;
  if (end < first.length || !isAt(given, first, { from: 0, count })) return false;
  if (!isAt(given, last, { from: end, count })) return false;
  let from = first.length;
  for (const literal of others) {
    const found = endOf(given, literal, { from, end, count });
    if (found === undefined) return false;
    from = found;
  }
  return true;
}

function NOT_COUNTED(): void {}

interface Stretch {
  readonly from: number;
  readonly count: CountStep;
}

function isAt(text: string, literal: string, { from, count }: Stretch): boolean {
  for (let index = 0; index < literal.length; index += 1) {
    count();
    if (text[from + index] !== literal[index]) return false;
  }
  return true;
}

/**
 * The end of the first occurrence of a literal between two positions of a text (Knuth, Morris and Pratt): no character of the
 * text is compared again after the literal has moved past it.
 */
function endOf(
  text: string,
  literal: string,
  { from, end, count }: Stretch & { readonly end: number },
): number | undefined {
  const borders = bordersOf(literal, count);
  let matched = 0;
  for (let index = from; matched < literal.length; index += 1) {
    if (index >= end) return undefined;
    matched = grown(literal, borders, { matched, next: text[index], count });
    if (matched === literal.length) return index + 1;
  }
  return from;
}

/** For each prefix of a literal, the length of its longest proper border. */
function bordersOf(literal: string, count: CountStep): readonly number[] {
  const borders = [0];
  for (let index = 1; index < literal.length; index += 1) {
    borders.push(grown(literal, borders, { matched: borders[index - 1] ?? 0, next: literal[index], count }));
  }
  return borders;
}

interface Match {
  /** How many characters of the literal match so far. */
  readonly matched: number;
  readonly next: string | undefined;
  readonly count: CountStep;
}

/** How many characters of the literal match after the next one of the text. */
function grown(literal: string, borders: readonly number[], { matched, next, count }: Match): number {
  let length = matched;
  for (;;) {
    count();
    if (literal[length] === next) return length + 1;
    if (length === 0) return 0;
    length = borders[length - 1] ?? 0;
  }
}

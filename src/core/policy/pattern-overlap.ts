import { matchesGlob } from '../glob.ts';
import type { PoolName } from '../pool/pool-name.ts';

/**
 * Examples of pools that two patterns of policies both match; empty if no pool can match both. The examples differ in what
 * stands for a `*`, because what is true of one pool may not be true of the next.
 */
export function poolsNamedByBoth(a: string, b: string): readonly PoolName[] {
  const [first, second] = [partsOf(a), partsOf(b)];
  const accounts = textsOfBoth(first.account, second.account, { least: LEAST_ACCOUNT, most: LONGEST_ACCOUNT });
  const pools = textsOfBoth(first.pool, second.pool, { least: 1, most: LONGEST_POOL });
  return accounts.flatMap((account) => pools.map((poolId) => ({ account, poolId })));
}

/** Does a pattern match every pool that another matches? */
export function coversPattern(a: string, b: string): boolean {
  const [first, second] = [partsOf(a), partsOf(b)];
  // The `*` of the covered pattern is an ordinary character here, which only a `*` matches.
  return matchesGlob(first.account, second.account) && matchesGlob(first.pool, second.pool);
}

/** https://learn.microsoft.com/rest/api/batchmanagement/batch-account/create: 3 to 24 letters and digits. */
const LEAST_ACCOUNT = 3;
const LONGEST_ACCOUNT = 24;
/** https://learn.microsoft.com/rest/api/batchservice/pools/create-pool: "cannot contain more than 64 characters". */
const LONGEST_POOL = 64;

interface Parts {
  readonly account: string;
  readonly pool: string;
}

function partsOf(pattern: string): Parts {
  const [first = '', second] = pattern.toLowerCase().split('/');
  return second === undefined ? { account: '*', pool: first } : { account: first, pool: second };
}

/** Texts to put in the place of a `*`. */
const FILLINGS = ['', 'x', 'xxx'];

/** Texts that both globs match, with a length within two bounds. */
function textsOfBoth(
  a: string,
  b: string,
  { least, most }: { readonly least: number; readonly most: number },
): readonly string[] {
  const texts = new Set(FILLINGS.map((filling) => textOfBoth(a, b, filling)));
  return [...texts].filter((text) => text !== undefined).filter(({ length }) => length >= least && length <= most);
}

/**
 * A text that both globs match. If both have a `*`, it is the longer beginning, then the middle parts of both, then the longer
 * end. If the beginnings or the ends contradict each other, no text matches both.
 */
function textOfBoth(a: string, b: string, filling: string): string | undefined {
  if (!a.includes('*')) return matchesGlob(b, a) ? a : undefined;
  if (!b.includes('*')) return textOfBoth(b, a, filling);
  const [first, second] = [literalsOf(a), literalsOf(b)];
  const [beginning, end] = [longer(first.beginning, second.beginning), longer(first.end, second.end)];
  const text = [beginning, ...first.middle, ...second.middle, end].join(filling);
  return [a, b].every((glob) => matchesGlob(glob, text)) ? text : undefined;
}

interface Literals {
  readonly beginning: string;
  readonly middle: readonly string[];
  readonly end: string;
}

/** The literal parts of a glob with a `*`. */
function literalsOf(glob: string): Literals {
  const literals = glob.split('*');
  return {
    beginning: literals[0] ?? '',
    middle: literals.slice(1, -1).filter((literal) => literal !== ''),
    end: literals.at(-1) ?? '',
  };
}

function longer(a: string, b: string): string {
  return a.length >= b.length ? a : b;
}

import { matchesGlob } from '../glob.ts';
import type { PoolName } from '../pool/pool-name.ts';

/**
 * Some pools that two patterns of policies both name; none where no pool can be named by both. They differ in what stands
 * in the place of a `*`, since what is true of one pool may not be of the next.
 */
export function poolsNamedByBoth(a: string, b: string): readonly PoolName[] {
  const [first, second] = [partsOf(a), partsOf(b)];
  const accounts = textsOfBoth(first.account, second.account, { least: LEAST_ACCOUNT, most: LONGEST_ACCOUNT });
  const pools = textsOfBoth(first.pool, second.pool, { least: 1, most: LONGEST_POOL });
  return accounts.flatMap((account) => pools.map((poolId) => ({ account, poolId })));
}

/** Does a pattern name every pool that another names? */
export function coversPattern(a: string, b: string): boolean {
  const [first, second] = [partsOf(a), partsOf(b)];
  // The `*` of the covered pattern is a character here, which only a `*` can take.
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

/** What may stand in the place of a `*`. */
const FILLINGS = ['', 'x', 'xxx'];

/** Texts that both globs match, of a length between two bounds. */
function textsOfBoth(
  a: string,
  b: string,
  { least, most }: { readonly least: number; readonly most: number },
): readonly string[] {
  const texts = new Set(FILLINGS.map((filling) => textOfBoth(a, b, filling)));
  return [...texts].filter((text) => text !== undefined).filter(({ length }) => length >= least && length <= most);
}

/**
 * A text that both globs match. Where both have a `*`, all is there if the longer beginning, what either has in its middle,
 * and the longer end stand one after the other; if the beginnings or the ends contradict each other, nothing matches both.
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

/** What a glob with a `*` says outright. */
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

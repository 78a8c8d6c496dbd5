import { BatchError } from '../http/batch-error.ts';
import { type Ordered, Register } from '../world/register.ts';

/** One page, and the token of the next one. */
export interface Page<Item> {
  readonly items: readonly Item[];
  readonly skipToken: string | undefined;
}

/** The most items of a page, and its beginning. */
export interface PageRequest {
  readonly size: number;
  readonly after: number;
}

/**
 * The page that a query asks for with `maxresults` and `$skiptoken`.
 * @throws BatchError OutOfRangeQueryParameterValue, InvalidQueryParameterValue
 */
export function pageRequest(query: Readonly<Record<string, string>>, largest: number): PageRequest {
  return { size: Math.min(maxResults(query), largest), after: skipToken(query) };
}

/**
 * The first items after a position that a filter accepts. Pages continue by the ordinal of items, so additions and deletions
 * meanwhile shift nothing. A register finds the position directly; any other list is searched from its beginning.
 */
export function pageOf<Item extends Ordered, View>(
  items: Register<Item> | Iterable<Item>,
  { size, after }: PageRequest,
  view: (item: Item) => View | undefined,
): Page<View> {
  const page: View[] = [];
  let last = after;
  for (const item of items instanceof Register ? items.after(after) : items) {
    if (item.ordinal <= after) continue;
    const shown = view(item);
    if (shown === undefined) continue;
    if (page.length === size) return { items: page, skipToken: String(last) };
    page.push(shown);
    last = item.ordinal;
  }
  return { items: page, skipToken: undefined };
}

/** "The maximum number of items to return in the response. A maximum of 1000 … can be returned." */
const LARGEST_PAGE = 1000;

function maxResults({ maxresults }: Readonly<Record<string, string>>): number {
  if (maxresults === undefined) return LARGEST_PAGE;
  const size = wholeNumber(maxresults);
  if (size === undefined)
    throw new BatchError(
      'InvalidQueryParameterValue',
      ['QueryParameterName', 'maxresults'],
      ['QueryParameterValue', maxresults],
      ['Reason', 'It is not a whole number.'],
    );
  if (size >= 1 && size <= LARGEST_PAGE) return size;
  throw new BatchError(
    'OutOfRangeQueryParameterValue',
    ['QueryParameterName', 'maxresults'],
    ['QueryParameterValue', maxresults],
    ['MinimumAllowed', '1'],
    ['MaximumAllowed', String(LARGEST_PAGE)],
  );
}

function skipToken({ $skiptoken }: Readonly<Record<string, string>>): number {
  if ($skiptoken === undefined) return 0;
  const ordinal = wholeNumber($skiptoken);
  if (ordinal !== undefined && ordinal >= 0) return ordinal;
  throw new BatchError(
    'InvalidQueryParameterValue',
    ['QueryParameterName', '$skiptoken'],
    ['QueryParameterValue', $skiptoken],
    ['Reason', 'It is not a token that this server gave.'],
  );
}

/** A whole number in decimal digits; `undefined` for any other text, such as `0x10`, `1e2` or an empty one. */
function wholeNumber(text: string): number | undefined {
  return /^-?\d{1,15}$/.test(text) ? Number(text) : undefined;
}

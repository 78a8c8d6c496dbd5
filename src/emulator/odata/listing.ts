import type { WireList } from '../../wire/list.ts';
import { BatchError } from '../http/batch-error.ts';
import { meetsConditions } from '../http/conditions.ts';
import { entityHeaders } from '../http/entity-headers.ts';
import type { Answer, OperationRequest } from '../http/operation.ts';
import { metadataOf } from '../views/data-plane-url.ts';
import type { Ordered, Register } from '../world/register.ts';
import type { Dated } from '../world/world.ts';
import { type Filter, type Filterable, parseFilter } from './filter.ts';
import { pageOf, pageRequest } from './page.ts';
import { select } from './select.ts';

/** What to list, and how. */
export interface Listing<Item extends Ordered, View extends object> {
  readonly items: Register<Item> | Iterable<Item>;
  readonly view: (item: Item) => View;
  readonly filterable: Filterable;
  /** The property by which `find` finds an item: only those that a filter names are looked at. */
  readonly key?: { readonly property: string; readonly find: (value: string) => Item | undefined };
  /** The name in `odata.metadata`. */
  readonly collection: string;
  /** The path of the list, which the next link repeats. */
  readonly path: string;
  readonly largestPage: number;
}

/**
 * Answers a list operation of the data plane: filtered by `$filter`, in pages, each item reduced to `$select`.
 * @throws BatchError if the query is invalid
 */
export function listAnswer<Item extends Ordered, View extends object>(
  { query, baseUrl }: OperationRequest,
  { items, view, filterable, key, collection, path, largestPage }: Listing<Item, View>,
): Answer {
  checkOptions(query);
  const passes = parseFilter(query['$filter'], filterable);
  const page = pageOf(namedItems(passes, key) ?? items, pageRequest(query, largestPage), (item) => {
    const shown = view(item);
    return passes(shown) ? select(shown, query['$select']) : undefined;
  });
  const body: WireList<Partial<View>> = {
    'odata.metadata': metadataOf(baseUrl, collection),
    value: page.items,
    ...(page.skipToken !== undefined && {
      'odata.nextLink': `${baseUrl}${path}?${new URLSearchParams({ ...query, $skiptoken: page.skipToken })}`,
    }),
  };
  return { status: 200, body };
}

/** The items whose key a filter names, in the order of the list; `undefined` if it does not choose by the key alone. */
function namedItems<Item extends Ordered>(
  { equal }: Filter,
  key: Listing<Item, object>['key'],
): readonly Item[] | undefined {
  if (key === undefined || equal?.property !== key.property) return undefined;
  const named = [...equal.values].map(key.find).filter((item) => item !== undefined);
  return [...new Set(named)].toSorted((a, b) => a.ordinal - b.ordinal);
}

const OPTIONS = ['$filter', '$select', '$expand', '$skiptoken'];

/** assumed: options of OData that no list has, such as `$top` and `$orderby`, are refused; to ignore them would mislead. */
function checkOptions(query: OperationRequest['query']): void {
  const unknown = Object.entries(query).find(([name]) => name.startsWith('$') && !OPTIONS.includes(name));
  if (unknown === undefined) return;
  const [name, value] = unknown;
  throw new BatchError('UnsupportedQueryParameter', ['QueryParameterName', name], ['QueryParameterValue', value]);
}

/**
 * Answers an operation of the data plane that reads one resource, reduced to `$select`. `entity` gives its ETag and date, and
 * checks the conditions of the request: for a read, ConditionNotMet is 304 without a body.
 */
export function elementAnswer<View extends object>(
  { query, headers, baseUrl }: OperationRequest,
  { view, collection, entity }: { readonly view: View; readonly collection: string; readonly entity?: Dated },
): Answer {
  if (entity !== undefined && !meetsConditions(headers, entity)) return { status: 304, headers: entityHeaders(entity) };
  const body = { 'odata.metadata': metadataOf(baseUrl, collection, true), ...select(view, query['$select']) };
  return { status: 200, body, ...(entity !== undefined && { headers: entityHeaders(entity) }) };
}

import { setImmediate } from 'node:timers/promises';
import type { Client } from '@azure-rest/core-client';
import { AppError } from '../../../ports/errors.ts';
import { unrepeated } from '../../unrepeated.ts';
import { findInBatch, strangeResponse } from '../client/batch-failure.ts';
import { isOwnLink } from '../client/own-link.ts';
import { membersOf } from '../from-wire/members-of.ts';

/** A list to read completely. */
export interface ListRequest<Item> {
  /** For messages: `listing the pools of demo`. */
  readonly what: string;
  readonly path: string;
  readonly query: Readonly<Record<string, string>>;
  readonly endpoint: string;
  /** Parses an item; `undefined` omits it. A page is parsed while the next one is under way, and then dropped. */
  readonly read: (wire: unknown) => Item | undefined;
  /**
   * What tells items apart. A list that changes between two pages can have an item on both; then it counts once, as it was read
   * last.
   */
  readonly idOf: (item: Item) => string;
}

/** The beginning of a list, and whether that is all of it. */
export interface ListBeginning<Item> {
  readonly items: readonly Item[];
  readonly complete: boolean;
}

/** Reads every page of a list, in order; `undefined` if its parent does not exist. @throws AppError BatchUnavailable */
export async function listAll<Item>(client: Client, request: ListRequest<Item>): Promise<readonly Item[] | undefined> {
  return (await listFirst(client, request, Number.POSITIVE_INFINITY))?.items;
}

/** A list of a whole account, which always exists. "Not found" would say that there is no work, and nobody knows that. */
export async function listOfAccount<Item>(client: Client, request: ListRequest<Item>): Promise<readonly Item[]> {
  return (await listFirstOfAccount(client, request, Number.POSITIVE_INFINITY)).items;
}

/** The same, until `enough` items were listed or there are no more. */
export async function listFirstOfAccount<Item>(
  client: Client,
  request: ListRequest<Item>,
  enough: number,
): Promise<ListBeginning<Item>> {
  const list = await listFirst(client, request, enough);
  if (list === undefined) throw strangeResponse(request.what, `nothing at ${request.path}`);
  return list;
}

/** `listAll`, until `enough` items were listed or there are no more. */
export async function listFirst<Item>(
  client: Client,
  { what, path, query, endpoint, read, idOf }: ListRequest<Item>,
  enough: number,
): Promise<ListBeginning<Item> | undefined> {
  const ask = (link?: string) =>
    findInBatch(what, () =>
      link === undefined
        ? client.pathUnchecked(path).get({ queryParameters: query })
        : client.pathUnchecked(link).get(),
    );
  const items: Item[] = [];
  const follow = ending(what);
  let listed = 0;
  let asked = ask();
  while (true) {
    const page = await asked;
    if (page === undefined) return undefined;
    const { value, nextLink } = readPage(page.body, what);
    listed += value.length;
    const next = nextLink === undefined ? undefined : ownLink(nextLink, { endpoint, what });
    const isEnough = next === undefined || listed >= enough;
    if (!isEnough) {
      follow(next);
      asked = ask(next);
      await leaving(asked);
    }
    items.push(...value.map(read).filter((item) => item !== undefined));
    if (isEnough) return { items: eachOnce(items, idOf), complete: next === undefined };
  }
}

/** Far more than any account has: ten pools or a thousand nodes, jobs or tasks to a page. */
const MOST_PAGES = 10_000;

/** Checks the links of a list: one that leads back, or always on, would never end. @throws AppError BatchUnavailable */
function ending(what: string): (link: string | undefined) => void {
  const failure = (fault: string) => new AppError('BatchUnavailable', `${what} failed: ${fault}`);
  const follow = unrepeated(failure);
  let pages = 1;
  return (link) => {
    if (pages === MOST_PAGES) throw failure(`the list has more than ${MOST_PAGES} pages.`);
    pages += 1;
    follow(link);
  };
}

function eachOnce<Item>(items: Item[], idOf: ListRequest<Item>['idOf']): readonly Item[] {
  const last = new Map(items.map((item) => [idOf(item), item]));
  return last.size === items.length ? items : [...last.values()];
}

/** Waits until a request is sent, so that the service works on it meanwhile. A failure is left to the caller that awaits the request. */
async function leaving(request: Promise<unknown>): Promise<void> {
  request.catch(() => undefined);
  await setImmediate();
}

/**
 * The items of a page, and the link to the next one.
 * @throws AppError BatchUnavailable for anything else: a list that seems to end early would hide items
 */
export function readPage(
  body: unknown,
  what: string,
  linkName = 'odata.nextLink',
): { readonly value: readonly unknown[]; readonly nextLink: string | undefined } {
  const { value, [linkName]: nextLink } = membersOf(body);
  if (!Array.isArray(value)) throw strangeResponse(what, "no list in 'value'");
  if (!isLink(nextLink)) throw strangeResponse(what, 'a link to the next page that is no text');
  return { value, nextLink: nextLink || undefined };
}

/** The last page has no link, or an empty one. */
function isLink(link: unknown): link is string | null | undefined {
  return typeof link === 'string' || link === null || link === undefined;
}

/** @throws AppError BatchUnavailable for a link to another service, or one that is no address */
function ownLink(link: string, { endpoint, what }: { readonly endpoint: string; readonly what: string }): string {
  if (isOwnLink(link, endpoint)) return link;
  throw new AppError('BatchUnavailable', `${what} failed: the link to the next page does not lead to ${endpoint}.`);
}

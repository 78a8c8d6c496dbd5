import type { Client } from '@azure-rest/core-client';
import { expect, it } from 'vitest';
import { listAll } from '../../../../src/adapters/batch/reads/list-all.ts';

const ENDPOINT = 'https://demo.example';
const PAGES = 3;
/** The number of pages after which the server refuses, so that a client that never stops fails the test. */
const MOST = 50;

/** What was done, in its order. */
function listing(linkOf = (page: number) => `${ENDPOINT}/pools?page=${page}`) {
  const done: string[] = [];
  const pathUnchecked = (path: string) => ({
    get: async () => {
      const page = path === '/pools' ? 1 : Number(new URL(path).searchParams.get('page'));
      done.push(`ask for ${page}`);
      if (page > PAGES || done.length > MOST) throw new Error('The connection was lost.');
      const link = linkOf(page + 1);
      return { status: '200', body: { value: [page], ...(link !== '' && { 'odata.nextLink': link }) } };
    },
  });
  const read = (item: unknown) => {
    done.push(`read ${item}`);
    return item;
  };
  const request = { what: 'Listing', path: '/pools', query: {}, endpoint: `${ENDPOINT}/`, read, idOf: String };
  return { done, items: listAll({ pathUnchecked } as unknown as Client, request) };
}

it('reads a page while the next is on its way', async () => {
  const { done, items } = listing((page) => (page > PAGES ? '' : `${ENDPOINT}/pools?page=${page}`));
  expect(await items).toEqual([1, 2, 3]);
  expect(done).toEqual(['ask for 1', 'ask for 2', 'read 1', 'ask for 3', 'read 2', 'read 3']);
});

it('fails where a page does not come, also while the one before is read', async () => {
  await expect(listing().items).rejects.toThrow('Listing failed: Batch could not be reached.');
});

it.each([
  'https://demo.example.org/pools?page=2',
  'https://demo.example@elsewhere/',
  'http://demo.example/pools?page=2',
  'pools?page=2',
])('follows no link to elsewhere: %s', async (link) => {
  const { done, items } = listing(() => link);
  await expect(items).rejects.toThrow(
    'Listing failed: the link to the next page does not lead to https://demo.example/.',
  );
  expect(done).toEqual(['ask for 1']);
});

it.each([1, 2])('gives up a list whose pages lead back to page %i', async (first) => {
  const { done, items } = listing((page) => `${ENDPOINT}/pools?page=${page > PAGES ? first : page}`);
  await expect(items).rejects.toMatchObject({
    code: 'BatchUnavailable',
    message: 'Listing failed: the list leads back to a page that was read before.',
  });
  expect(done.filter((one) => one.startsWith('ask')).length).toBeLessThanOrEqual(PAGES + 1);
});

it('gives up a list whose pages always lead to a new one', async () => {
  let pages = 0;
  const get = async () => {
    pages += 1;
    if (pages > 11_000) throw new Error('The client never stops.');
    return { status: '200', body: { value: [], 'odata.nextLink': `${ENDPOINT}/pools?page=${pages}` } };
  };
  const client = { pathUnchecked: () => ({ get }) } as unknown as Client;
  const request = { what: 'Listing', path: '/pools', query: {}, endpoint: ENDPOINT, read: String, idOf: String };
  await expect(listAll(client, request)).rejects.toMatchObject({
    code: 'BatchUnavailable',
    message: 'Listing failed: the list has more than 10000 pages.',
  });
  expect(pages).toBe(10_000);
});

it('follows a link to its own address in any letter case', async () => {
  const { items } = listing((page) => (page > PAGES ? '' : `HTTPS://DEMO.example:443/pools?page=${page}`));
  expect(await items).toEqual([1, 2, 3]);
});

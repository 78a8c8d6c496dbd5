import { execFile } from 'node:child_process';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { accountList } from '../../../../src/adapters/batch/account-list.ts';
import { createArmClient } from '../../../../src/adapters/batch/management/arm-client.ts';
import { findAccounts } from '../../../../src/adapters/batch/management/find-accounts.ts';
import type { AccountConfig, AccountSource } from '../../../../src/config/accounts.ts';
import { WebServer } from '../../../support/web-server.ts';

const run = promisify(execFile);
const ADAPTERS = join(import.meta.dirname, '../../../../src/adapters/batch/management');

const SUBSCRIPTION = '22222222-2222-4222-8222-222222222222';
const SOURCE: AccountSource = {
  subscription: SUBSCRIPTION,
  resourceGroup: undefined,
  tag: { name: 'lamplighter', value: 'on' },
};

/** The management plane of Azure, as far as accounts are listed: two pages. */
let azure: Server;
let asked: string[];
let address: string;
/** The address to which the first page leads. */
let next: string;

function account(name: string, tags: Readonly<Record<string, string>>) {
  const id = `/subscriptions/${SUBSCRIPTION}/resourceGroups/batch/providers/Microsoft.Batch/batchAccounts/${name}`;
  const properties = { accountEndpoint: `${name}.westeurope.batch.azure.com`, provisioningState: 'Succeeded' };
  return { id, name, location: 'westeurope', tags, properties };
}

beforeAll(async () => {
  azure = createServer((request, response) => {
    asked.push((request.url ?? '').split('?')[0] ?? '');
    const isSecond = request.url?.includes('page=2') === true;
    const page = isSecond
      ? { value: [account('third', { lamplighter: 'on' })] }
      : {
          value: [account('first', { lamplighter: 'on' }), account('second', { lamplighter: 'off' })],
          nextLink: `${next}${request.url}&page=2`,
        };
    response.setHeader('content-type', 'application/json');
    response.end(JSON.stringify(page));
  });
  await new Promise<void>((resolve) => azure.listen(0, '127.0.0.1', resolve));
  address = `http://127.0.0.1:${(azure.address() as AddressInfo).port}`;
});
afterAll(() => {
  azure.close();
});
beforeEach(() => {
  asked = [];
  next = address;
});

function find(source: AccountSource) {
  const credential = () => ({ getToken: () => Promise.reject(new Error('No token is needed here.')) });
  const accountKeys = { first: 'c2VjcmV0' };
  return findAccounts(source, { armEndpoint: address, armApiVersion: '2024-07-01', accountKeys, credential });
}

describe('accounts with a tag', () => {
  it('are found in a whole subscription, over all pages, each with its key', async () => {
    const found = await find(SOURCE);
    expect(found.map(({ name, endpoint, key }) => ({ name, endpoint, key }))).toEqual([
      { name: 'first', endpoint: 'https://first.westeurope.batch.azure.com', key: 'c2VjcmV0' },
      { name: 'third', endpoint: 'https://third.westeurope.batch.azure.com', key: undefined },
    ]);
    expect(asked[0]).toBe(`/subscriptions/${SUBSCRIPTION}/providers/Microsoft.Batch/batchAccounts`);
    expect(found[0]?.resourceId).toMatch(/\/batchAccounts\/first$/);
  });

  it('are found however the name of the tag is written, but not by another value', async () => {
    const names = async (name: string, value: string) =>
      (await find({ ...SOURCE, tag: { name, value } })).map((one) => one.name);
    expect(await names('Lamplighter', 'on')).toEqual(['first', 'third']);
    expect(await names('Lamplighter', 'On')).toEqual([]);
  });

  it('are found in one resource group', async () => {
    await find({ ...SOURCE, resourceGroup: 'batch' });
    expect(asked[0]).toBe(
      `/subscriptions/${SUBSCRIPTION}/resourceGroups/batch/providers/Microsoft.Batch/batchAccounts`,
    );
  });
});

it('accounts are not searched at another address to which a page leads, because the key or token would be sent there', async () => {
  const elsewhere = await WebServer.start();
  try {
    next = elsewhere.url('').origin;
    elsewhere.answer = { headers: { 'content-type': 'application/json' }, text: '{"value":[]}' };
    await expect(find(SOURCE)).rejects.toThrow(
      `Listing accounts failed: the link to the next page does not lead to ${address}.`,
    );
    expect(elsewhere.requests.map(({ headers }) => headers.authorization)).toEqual([]);
  } finally {
    await elsewhere.close();
  }
});

describe('an account does not seem to be gone', () => {
  const JSON_TYPE = { 'content-type': 'application/json' };
  const strange = (shown: string) =>
    `Listing accounts failed: the response shows ${shown}. It may come from elsewhere: check the endpoint, and proxies before it.`;

  it.each([
    ['a page of a proxy', { text: '<html>' }, strange("no list in 'value'")],
    ['an empty object', { headers: JSON_TYPE, text: '{}' }, strange("no list in 'value'")],
    ['half a page', { headers: JSON_TYPE, text: '{"value":[' }, strange("no list in 'value'")],
    [
      'a link that is no text',
      { headers: JSON_TYPE, text: '{"value":[],"nextLink":{}}' },
      strange('a link to the next page that is no text'),
    ],
    [
      'an error',
      { status: 404, headers: JSON_TYPE, text: '{"error":{"code":"SubscriptionNotFound","message":"It is gone."}}' },
      'Listing accounts failed: Azure answered 404 SubscriptionNotFound: It is gone.',
    ],
    // Two days. A retry that waits for them holds up the search.
    [
      'a long wait',
      { status: 429, headers: { 'retry-after': '172800' }, text: '' },
      'Listing accounts failed: Azure answered 429',
    ],
  ])('after %s', async (_, answer, failure) => {
    const azure = await WebServer.start();
    azure.answer = answer;
    const before = address;
    address = `http://${azure.host}`;
    try {
      await expect(find(SOURCE)).rejects.toThrow(failure);
      expect(azure.requests).toHaveLength(1);
    } finally {
      address = before;
      await azure.close();
    }
  });
});

it.each(['arm-sender', 'find-accounts'])('%s can be the first that loads the SDK', async (file) => {
  const script = `
    const { armSender, findAccounts } = await import(${JSON.stringify(join(ADAPTERS, `${file}.ts`))});
    const options = { resourceId: '/subscriptions/s', armEndpoint: 'http://127.0.0.1:1', apiVersion: 'v', armApiVersion: 'v' };
    const request = armSender
      ? armSender({ ...options, credential: { account: 'demo', key: '' } })({ method: 'GET', path: '/x' })
      : findAccounts({ subscription: 's', tag: {} }, { ...options, accountKeys: { demo: '' } });
    await request.catch(({ code }) => console.log(code));`;
  const { stdout } = await run(process.execPath, ['--input-type=module', '--eval', script]);
  expect(stdout.trim()).toBe('ECONNREFUSED');
});

describe('the token for Azure Resource Manager', () => {
  it.each([
    ['https://management.azure.com', 'https://management.azure.com/.default'],
    ['https://management.usgovcloudapi.net', 'https://management.usgovcloudapi.net/.default'],
    ['https://management.chinacloudapi.cn', 'https://management.chinacloudapi.cn/.default'],
    ['https://127.0.0.1:7443', 'https://management.azure.com/.default'],
  ])('of %s is for %s', async (armEndpoint, scope) => {
    const scopes: unknown[] = [];
    const credential = {
      getToken: (asked: unknown) => {
        scopes.push(asked);
        return Promise.reject(new Error('The test sends nothing.'));
      },
    };
    const finding = findAccounts(SOURCE, {
      ...{ armEndpoint, armApiVersion: '2024-07-01', accountKeys: {} },
      credential: () => credential,
    });
    await expect(finding).rejects.toThrow('The test sends nothing.');
    const { id: resourceId } = account('first', {});
    const reading = createArmClient({ resourceId, armEndpoint, apiVersion: '2024-07-01', credential }).quotas();
    await expect(reading).rejects.toThrow();
    expect(new Set(scopes.flat())).toEqual(new Set([scope]));
    expect(scopes.length).toBeGreaterThan(1);
  });
});

const named: AccountConfig = { name: 'named', endpoint: 'https://named', resourceId: undefined, key: undefined };

describe('the list of accounts', () => {
  const HOUR = 3_600_000;

  /** A list over a source whose answers come one after the other; the last one stays. */
  function listOver(answers: readonly (readonly string[] | Error)[]) {
    let now = 0;
    let calls = 0;
    const list = accountList({
      named: [named],
      sources: [SOURCE],
      now: () => now,
      find: async () => {
        const answer = answers[Math.min(calls, answers.length - 1)] ?? [];
        calls += 1;
        if (answer instanceof Error) throw answer;
        return answer.map((name) => ({ ...named, name, endpoint: `https://found-${name}` }));
      },
    });
    return {
      names: () => list.accounts.map(({ name }) => name),
      list,
      calls: () => calls,
      later: (milliseconds: number) => {
        now += milliseconds;
        return list.refresh();
      },
    };
  }

  it('has the named ones at once, and the found ones after the first look', async () => {
    const { names, later } = listOver([['a', 'b']]);
    expect(names()).toEqual(['named']);
    expect(await later(0)).toEqual([]);
    expect(names()).toEqual(['named', 'a', 'b']);
  });

  it('is found again after an hour, and not before', async () => {
    const { names, calls, later } = listOver([['a'], ['b']]);
    await later(0);
    await later(HOUR - 1);
    expect({ names: names(), calls: calls() }).toEqual({ names: ['named', 'a'], calls: 1 });
    await later(1);
    expect({ names: names(), calls: calls() }).toEqual({ names: ['named', 'b'], calls: 2 });
  });

  it('keeps what was found last where a source fails, says so, and asks again a minute later', async () => {
    const { names, calls, later } = listOver([['a'], new Error('403'), ['a', 'b']]);
    await later(0);
    expect(await later(HOUR)).toEqual([expect.stringContaining('could not be found')]);
    expect(names()).toEqual(['named', 'a']);
    expect(await later(1000)).toEqual([]);
    expect(calls()).toBe(2);
    await later(60_000);
    expect(names()).toEqual(['named', 'a', 'b']);
  });

  it('goes on with what was found last while a search is slow, and reports the failure of the search', async () => {
    let now = 0;
    const searches = [
      Promise.resolve([{ ...named, name: 'a', endpoint: 'https://a' }]),
      Promise.withResolvers<never>().promise,
    ];
    const list = accountList({
      ...{ named: [named], sources: [SOURCE], now: () => now },
      find: () => searches.shift() ?? Promise.reject(new Error('one search at a time')),
      patience: { callerMs: 1, searchMs: 20 },
    });
    await list.refresh();
    now = HOUR;
    expect(await list.refresh()).toEqual([]);
    expect(await list.refresh()).toEqual([]);
    expect([list.accounts.length, list.problems]).toEqual([2, []]);
    await expect.poll(() => list.problems).toEqual([expect.stringContaining('could not be found: no answer within')]);
    expect([list.accounts.length, list.isComplete]).toEqual([2, true]);
  });

  it('is not complete before its source was read once, and is asked for again soon until then', async () => {
    const { list, later } = listOver([new Error('503'), ['a']]);
    expect(list.isComplete).toBe(false);
    await later(0);
    expect(list.isComplete).toBe(false);
    expect(await later(10_000)).toEqual([]);
    expect([list.isComplete, list.accounts.length]).toEqual([true, 2]);
  });

  it('takes the named account where another one has its name, and says that the other is left out', async () => {
    const { list, later } = listOver([['named']]);
    const problem =
      'The account https://found-named is left out, because https://named has the same name, named: give it another name and its resource id in BATCH_ACCOUNTS.';
    expect(await later(0)).toEqual([problem]);
    expect([list.accounts, list.problems]).toEqual([[named], [problem]]);
    expect(await later(HOUR - 1)).toEqual([]);
  });

  it('has an account once that the settings give another name', async () => {
    const id = account('demo', {}).id;
    const known = { ...named, name: 'west', endpoint: undefined, resourceId: id.toUpperCase() };
    const list = accountList({
      ...{ named: [known], sources: [SOURCE], now: () => 0 },
      find: async () => [{ ...named, name: 'demo', endpoint: 'https://demo', resourceId: id }],
    });
    expect(await list.refresh()).toEqual([]);
    expect(list.accounts).toEqual([known]);
  });

  it('is found once where many ask at the same moment', async () => {
    const { calls, later } = listOver([['a']]);
    await Promise.all([later(0), later(0), later(0)]);
    expect(calls()).toBe(1);
  });
});

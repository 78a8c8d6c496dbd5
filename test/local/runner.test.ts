import { cpSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { QueueClient, QueueServiceClient } from '@azure/storage-queue';
import type { Temporal } from 'temporal-polyfill';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { MessageFaults } from '../../src/local/runner/message-faults.ts';
import { type Runner, type RunnerClock, startRunner } from '../../src/local/runner/start-runner.ts';
import { startStorageProxy } from '../../src/local/storage/storage-proxy.ts';
import { NOON } from '../support/builders.ts';
import { TestStorage } from '../support/local-storage.ts';

const FIXTURE = fileURLToPath(new URL('./fixture-app', import.meta.url));

let storage: TestStorage;
let runner: Runner;
let clock: RunnerClock & { advance(seconds: number): void };
let said: { readonly level: string; readonly message: string; readonly name: string }[];

beforeAll(async () => {
  storage = await TestStorage.start();
});
afterAll(() => storage.close());
afterEach(() => runner.close());

async function start(
  settings: Record<string, string> = {},
  root = FIXTURE,
  messageFaults?: MessageFaults,
): Promise<void> {
  let now: Temporal.Instant = NOON;
  clock = {
    now: () => now,
    speed: 0,
    advance: (seconds) => {
      now = now.add({ seconds });
    },
  };
  said = [];
  runner = await startRunner({
    root,
    settings: {
      AzureWebJobsStorage: storage.connectionString,
      TICK_SCHEDULE: '0 */5 * * * *',
      TICK_FAILS: 'no',
      ...settings,
    },
    clock,
    functionKey: 'the-key',
    messageFaults,
    log: (level, message, name) => said.push({ level, message, name }),
  });
}

function told(name: string): readonly unknown[] {
  return said
    .filter((line) => line.name === name && line.level === 'information')
    .map(({ message }) => JSON.parse(message));
}

describe('over HTTP', () => {
  beforeEach(() => start());

  function send(path: string, init: RequestInit = {}): Promise<Response> {
    return fetch(runner.url + path, init);
  }

  it('hands over method, params, query, headers and body, and gives back what the function answers', async () => {
    const response = await send('/v1/things/a%20b?q=1&q=2&r=%C3%A4', {
      method: 'POST',
      headers: { 'x-functions-key': 'the-key', 'x-some': 'thing' },
      body: 'hällo',
    });
    expect(response.status).toBe(201);
    expect(response.headers.get('x-name')).toBe('echo');
    expect(await response.json()).toEqual({
      name: 'echo',
      method: 'POST',
      params: { id: 'a b' },
      query: { q: '1,2', r: 'ä' },
      header: 'thing',
      body: 'hällo',
    });
  });

  it.each([
    // no key, a wrong one, the right one in the query, a wrong header that counts before the query
    ['/v1/things/1', {}, 401],
    ['/v1/things/1', { 'x-functions-key': 'other' }, 401],
    ['/v1/things/1?code=the-key', {}, 201],
    ['/v1/things/1?code=the-key', { 'x-functions-key': 'other' }, 401],
    // what is anonymous needs none
    ['/v1/elsewhere', {}, 201],
    // outside the prefix nothing is
    ['/things/1', { 'x-functions-key': 'the-key' }, 404],
  ])('POST or GET %s with %j is %i', async (path, headers, status) => {
    const method = path.startsWith('/v1/things') ? 'POST' : 'GET';
    expect((await send(path, { method, headers })).status).toBe(status);
  });

  it('tries routes in alphabetical order of the function names, as the host does', async () => {
    expect(await (await send('/v1/hidden')).json()).toMatchObject({ name: 'all', params: { rest: 'hidden' } });
  });

  it('answers a wrong method with 404 and a failure with an empty 500', async () => {
    expect((await send('/v1/fails', { method: 'DELETE' })).status).toBe(404);
    const failed = await send('/v1/fails', { method: 'PUT' });
    expect([failed.status, await failed.text()]).toEqual([500, '']);
    expect(said).toContainEqual(expect.objectContaining({ level: 'error', name: 'fails' }));
  });

  it('runs a timer on request, with the key', async () => {
    expect((await send('/admin/functions/tick', { method: 'POST' })).status).toBe(401);
    const headers = { 'x-functions-key': 'the-key' };
    expect((await send('/admin/functions/none', { method: 'POST', headers })).status).toBe(404);
    expect((await send('/admin/functions/tick', { method: 'POST', headers })).status).toBe(202);
    expect(told('tick')).toHaveLength(1);
  });
});

describe('by the clock', () => {
  it('calls a timer once at each occurrence, and once for all that were missed', async () => {
    await start();
    await runner.settle();
    expect(told('tick')).toEqual([]);
    clock.advance(299);
    await runner.settle();
    expect(told('tick')).toEqual([]);
    clock.advance(1);
    await runner.settle();
    await runner.settle();
    expect(told('tick')).toHaveLength(1);
    clock.advance(24 * 60);
    await runner.settle();
    await runner.settle();
    expect(told('tick')).toHaveLength(2);
    // The next one is at 12:30, not five minutes after the late one of 12:29.
    clock.advance(60);
    await runner.settle();
    expect(told('tick')).toHaveLength(3);
  });

  it('says when it was called last and was due next', async () => {
    await start();
    for (const seconds of [300, 300]) {
      clock.advance(seconds);
      await runner.settle();
    }
    expect(told('tick')[1]).toEqual({
      timer: {
        schedule: { adjustForDST: true },
        scheduleStatus: {
          last: '2026-03-02T12:05:00Z',
          lastUpdated: '2026-03-02T12:05:00Z',
          next: '2026-03-02T12:10:00Z',
        },
        isPastDue: false,
      },
    });
  });

  it('goes on after a failure', async () => {
    await start({ TICK_FAILS: 'yes' });
    for (const seconds of [300, 300]) {
      clock.advance(seconds);
      await runner.settle();
    }
    expect(told('tick')).toHaveLength(2);
    expect(said.filter(({ level }) => level === 'error')).toHaveLength(2);
  });

  it('takes a function that does not end in time for one that failed', async () => {
    const root = mkdtempSync(join(process.cwd(), 'node_modules', '.fixture-'));
    cpSync(FIXTURE, root, { recursive: true });
    writeFileSync(join(root, 'host.json'), JSON.stringify({ version: '2.0', functionTimeout: '00:00:00' }));
    await start({ TICK_FAILS: 'never ends' }, root);
    clock.advance(300);
    await runner.settle();
    rmSync(root, { recursive: true });
    expect(said).toContainEqual(
      expect.objectContaining({
        level: 'error',
        name: 'tick',
        message: expect.stringContaining('not ended within 0 s'),
      }),
    );
  });

  it('names the setting that a schedule needs and that is missing', async () => {
    await start();
    delete process.env['TICK_SCHEDULE'];
    const options = { root: FIXTURE, settings: {}, clock, log: () => undefined };
    await expect(startRunner(options)).rejects.toThrow("needs the app setting 'TICK_SCHEDULE'");
  });
});

describe('from a queue', () => {
  beforeEach(() => start());

  async function put(...messages: readonly object[]): Promise<void> {
    const queue = new QueueClient(storage.connectionString, 'work');
    await queue.createIfNotExists();
    for (const message of messages) {
      await queue.sendMessage(Buffer.from(JSON.stringify(message)).toString('base64'));
    }
  }

  it('gives every message to the function once, and leaves none', async () => {
    const messages = Array.from({ length: 40 }, (_, number) => ({ number }));
    await put(...messages);
    await runner.settle();
    await runner.settle();
    expect(told('work')).toHaveLength(40);
    expect(told('work')).toEqual(expect.arrayContaining(messages.map((message) => ({ message, dequeueCount: 1 }))));
  });

  it('asks a queue no more often than it must to find all of them empty', async () => {
    await runner.close();
    const proxy = await startStorageProxy(storage.connectionString);
    await start({ AzureWebJobsStorage: proxy.connectionString });
    await put({ number: 1 });
    const asked: string[] = [];
    proxy.onPassing = ({ method, path }) => {
      if (method === 'GET') asked.push(path.split('/')[2] ?? '');
    };
    await runner.settle();
    // The message; nothing while it is processed; nothing after it, and nothing in the other queues.
    expect(asked).toEqual(['work', 'work', 'work', 'work-poison']);
    await runner.settle();
    expect(asked.slice(4)).toEqual(['work', 'work-poison']);
    await proxy.close();
  });

  it('polls poison queues last, and once where nothing was given up', async () => {
    await runner.close();
    const root = mkdtempSync(join(process.cwd(), 'node_modules', '.fixture-'));
    cpSync(FIXTURE, root, { recursive: true });
    const queue = (name: string) =>
      `app.storageQueue('${name}', { queueName: '${name}', connection: 'AzureWebJobsStorage', handler: () => {} });`;
    const code = `const { app } = require('@azure/functions');\n${queue('zzz')}\n${queue('zzz-poison')}\n`;
    writeFileSync(join(root, 'functions', 'zz.cjs'), code);
    const proxy = await startStorageProxy(storage.connectionString);
    const asked: string[] = [];
    proxy.onPassing = ({ method, path }) => {
      if (method === 'GET') asked.push(path.split('/')[2] ?? '');
    };
    await start({ AzureWebJobsStorage: proxy.connectionString }, root);
    const zz = new QueueClient(storage.connectionString, 'zzz');
    await zz.createIfNotExists();
    await zz.sendMessage(Buffer.from('{}').toString('base64'));
    await runner.settle();
    expect(asked).toEqual(['work', 'zzz', 'zzz', 'zzz', 'work', 'work-poison', 'zzz-poison']);
    await proxy.close();
    rmSync(root, { recursive: true });
  });

  it('tries a message again that failed, and gives it to the poison queue in the end', async () => {
    await put({ fails: true });
    await runner.settle();
    expect(told('work')).toEqual([1, 2, 3].map((dequeueCount) => ({ message: { fails: true }, dequeueCount })));
    expect(told('work-poison')).toEqual([{ poison: { fails: true } }]);
  });

  it('leaves a message in the poison queue that fails there, and makes no poison queue for it', async () => {
    await put({ fails: true, failsFor: 'ever' });
    await runner.settle();
    expect(told('work-poison')).toHaveLength(3);
    const queues: string[] = [];
    const service = QueueServiceClient.fromConnectionString(storage.connectionString);
    for await (const { name } of service.listQueues()) queues.push(name);
    expect(queues).not.toContain('work-poison-poison');
    const poison = service.getQueueClient('work-poison');
    expect((await poison.getProperties()).approximateMessagesCount).toBe(1);
    await poison.clearMessages();
  });

  it('does not pass on a message of a poison queue that was passed on as often as others are', async () => {
    const poison = new QueueClient(storage.connectionString, 'work-poison');
    await poison.createIfNotExists();
    await poison.sendMessage(Buffer.from('{}').toString('base64'));
    for (let attempt = 0; attempt < 3; attempt += 1) {
      const [message] = (await poison.receiveMessages()).receivedMessageItems;
      await poison.updateMessage(message?.messageId ?? '', message?.popReceipt ?? '', undefined, 0);
    }
    await runner.settle();
    expect(told('work-poison')).toEqual([]);
    expect((await poison.getProperties()).approximateMessagesCount).toBe(1);
    await poison.clearMessages();
  });

  it('sends what a function sets for a queue', async () => {
    await put({ sends: '{"number":7}' });
    await runner.settle();
    expect(told('work').map((line) => (line as { message: object }).message)).toEqual([
      { sends: '{"number":7}' },
      { number: 7 },
    ]);
  });

  it.each([
    ['was lost', 'lose-answer'],
    ['was an error', 'fail-after'],
  ] as const)('goes on where the answer to a deletion %s', async (_, effect) => {
    await runner.close();
    const proxy = await startStorageProxy(storage.connectionString);
    await start({ AzureWebJobsStorage: proxy.connectionString });
    await put({ number: 1 }, { number: 2 });
    proxy.inject({ effect, service: 'queue', method: 'DELETE', times: 2 });
    await runner.settle();
    expect(told('work')).toHaveLength(2);
    await proxy.close();
  });

  it.each([
    ['double', [1, 1]],
    ['late', [1, 1]],
    ['poison', [undefined]],
  ] as const)('does to messages what queues may do: %s', async (fault, numbers) => {
    await runner.close();
    await start({}, FIXTURE, { ...NO_FAULTS, [fault]: 1 });
    await put({ number: 1 });
    await runner.settle();
    // What comes late is drawn anew, and would come late for ever.
    while (told('work').length < numbers.length) await runner.settle();
    expect(told('work').map((line) => (line as { message: { number?: number } }).message.number)).toEqual(numbers);
    await new QueueClient(storage.connectionString, 'work').clearMessages();
  });

  it('gives messages in another order', async () => {
    await runner.close();
    await start({}, FIXTURE, { ...NO_FAULTS, reorder: 1 });
    const numbers = Array.from({ length: 12 }, (_, number) => number);
    await put(...numbers.map((number) => ({ number })));
    await runner.settle();
    const seen = told('work').map((line) => (line as { message: { number: number } }).message.number);
    expect(seen).not.toEqual(numbers);
    expect(seen.toSorted((a, b) => a - b)).toEqual(numbers);
  });
});

const NO_FAULTS: MessageFaults = { double: 0, late: 0, poison: 0, reorder: 0, seed: 1 };

describe('an app that the host would not take', () => {
  let root: string;
  beforeEach(async () => {
    await start();
    root = mkdtempSync(join(process.cwd(), 'node_modules', '.fixture-'));
    cpSync(FIXTURE, root, { recursive: true });
  });
  afterEach(() => rmSync(root, { recursive: true }));

  it.each([
    ["app.timer('tick', { schedule: '0 * * * * *', handler: () => {} })", "There are two functions 'tick'"],
    ["app.timer('2nd', { schedule: '0 * * * * *', handler: () => {} })", "'2nd' is no name for a function"],
    ['app.hook.preInvocation(() => {})', 'knows no hooks'],
    ["throw new Error('broken')", 'broken'],
  ])('%s', async (code, message) => {
    writeFileSync(join(root, 'functions', 'zz.cjs'), `const { app } = require('@azure/functions');\n${code};\n`);
    await expect(start({}, root)).rejects.toThrow(message);
  });

  it('has files that main names', async () => {
    writeFileSync(join(root, 'package.json'), '{"main":"dist/*.cjs"}');
    await expect(start({}, root)).rejects.toThrow('there is no such file');
  });
});

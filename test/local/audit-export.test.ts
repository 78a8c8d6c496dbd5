import { createInterface } from 'node:readline';
import { Readable } from 'node:stream';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { auditTable } from '../../src/adapters/tables/audit/audit-table.ts';
import { buildChangedApp } from '../../src/local/build-app.ts';
import { type Runner, startRunner } from '../../src/local/runner/start-runner.ts';
import { NOON } from '../support/builders.ts';
import { Cable } from '../support/cable.ts';
import { TestStorage } from '../support/local-storage.ts';

const RECORDS = 3_000;
/** Together far more than what sockets hold for a caller who does not read. */
const LETTERS = 20_000;

let storage: TestStorage;
let cable: Cable;
let runner: Runner;

beforeAll(async () => {
  await buildChangedApp();
  storage = await TestStorage.start();
  const port = Number(/TableEndpoint=http:\/\/127[.]0[.]0[.]1:(\d+)/.exec(storage.connectionString)?.[1]);
  cable = await Cable.to(port);
  runner = await startRunner({
    root: '.',
    settings: {
      AzureWebJobsStorage: storage.connectionString.replace(`127.0.0.1:${port}`, `127.0.0.1:${cable.port}`),
      BATCH_ACCOUNTS: '[{"name":"demo","endpoint":"http://127.0.0.1:1"}]',
      LAMPLIGHTER_HTTP_STREAM: 'on',
    },
    clock: { now: () => NOON, speed: 0 },
    log: () => undefined,
  });
  const trail = auditTable(storage.tables('Audit'));
  for (let index = 0; index < RECORDS; index += 49) {
    const entries = Array.from({ length: Math.min(49, RECORDS - index) }, (_, turn) => ({
      at: NOON.add({ seconds: index + turn }),
      actor: 'me',
      action: 'test',
      phase: 'event' as const,
      subject: { account: 'demo', pool: 'render' },
      reason: `#${index + turn}`,
      correlation: 'c',
      after: 'x'.repeat(LETTERS),
    }));
    await trail.append(entries);
  }
});
afterAll(async () => {
  await runner.close();
  cable.cut();
  await storage.close();
});

function download(): Promise<Response> {
  return fetch(`${runner.url}/api/audit/export?format=jsonl&order=oldest&account=demo&pool=render`, {
    headers: { 'x-functions-key': runner.functionKey },
  });
}

function linesOf({ body }: Response) {
  return createInterface(Readable.fromWeb(body as never))[Symbol.asyncIterator]();
}

/** So many bytes come from the storage for one export. */
let whole = 0;

it('an export arrives to its end, in its order', async () => {
  const before = cable.received;
  let count = 0;
  const lines = linesOf(await download());
  for (let next = await lines.next(); next.done !== true; next = await lines.next()) {
    expect(JSON.parse(next.value).reason).toBe(`#${count}`);
    count += 1;
  }
  expect(count).toBe(RECORDS);
  whole = cable.received - before;
});

it('an export waits for a caller who does not read, and breaks off where storage fails meanwhile', async () => {
  const before = cable.received;
  const { body, status } = await download();
  expect(status).toBe(200);
  const reader = body?.getReader();
  await reader?.read();
  // Another caller reads all of it. In that time an app that did not wait would have read all of it for the first one as well.
  const other = (await download()).body?.getReader();
  while ((await other?.read())?.done === false);
  expect(cable.received - before - whole).toBeLessThan((whole * 3) / 4);
  cable.cut();
  await expect(
    (async () => {
      while ((await reader?.read())?.done !== true);
    })(),
  ).rejects.toThrow();
});

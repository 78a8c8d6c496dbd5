import { createServer, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { isMainThread, parentPort, Worker } from 'node:worker_threads';
import { recordKeyOf, recordRow } from '../../src/adapters/tables/audit/record-key.ts';
import { NOON } from '../../test/support/builders.ts';

/**
 * A table service with one chain of as many records as are asked for, made when they are read, at a cost that hangs on the
 * page as in Azure. Azurite looks at every row of a table for each page of it, so that a million rows would time Azurite.
 * The pool `p10000` has 10,000 records; all of a month.
 */
function serve(): void {
  const server = createServer((request, response) => {
    const url = new URL(request.url ?? '/', 'http://127.0.0.1');
    const filter = url.searchParams.get('$filter') ?? '';
    const partition = /PartitionKey eq '([^']*)'/.exec(filter)?.[1] ?? '';
    const count = Number(/p(\d+)/.exec(partition)?.[1] ?? 0);
    if (!partition.startsWith('p.'))
      return answer(
        response,
        partition.startsWith('m.') ? [{ PartitionKey: partition, RowKey: `975672.${MONTH}` }] : [],
      );
    const top = Number(url.searchParams.get('$top') ?? 1000);
    answer(response, ...pageOf({ partition, count, top, filter, next: url.searchParams.get('NextRowKey') }));
  });
  server.listen(0, '127.0.0.1', () => parentPort?.postMessage((server.address() as AddressInfo).port));
}

const MONTH = '2026-03';
const BEGIN = NOON.subtract({ hours: 24 }).epochMilliseconds;
const SPAN_MS = 28 * 24 * 3_600_000;

interface Asked {
  readonly partition: string;
  readonly count: number;
  readonly top: number;
  readonly filter: string;
  readonly next: string | null;
}

function pageOf({ partition, count, top, filter, next }: Asked): [object[], string?] {
  const keyAt = (number: number) =>
    recordRow(recordKeyOf(BEGIN + Math.floor((number / count) * SPAN_MS), { number, chain: partition }));
  const bound = (name: string, otherwise: string) =>
    new RegExp(`RowKey ${name} '([^']*)'`).exec(filter)?.[1] ?? otherwise;
  const [from, above] = [bound('ge', ''), bound('gt', '')];
  const isWithin = (number: number) => {
    const key = keyAt(number);
    return key >= from && key > above && key >= (next ?? '');
  };
  // Keys fall as numbers grow: the largest number within is where the page begins.
  let [low, high] = [0, count];
  while (low < high) {
    const middle = (low + high + 1) >> 1;
    if (isWithin(middle)) low = middle;
    else high = middle - 1;
  }
  const rows: object[] = [];
  const last = bound('le', '~');
  for (let number = low; number > 0 && keyAt(number) <= last; number -= 1) {
    if (rows.length === top) return [rows, keyAt(number)];
    rows.push(rowOf(partition, keyAt(number), number));
  }
  return [rows];
}

function rowOf(PartitionKey: string, RowKey: string, number: number) {
  return {
    PartitionKey,
    RowKey,
    number,
    previous: 'a'.repeat(64),
    hash: 'b'.repeat(64),
    at: NOON.toString(),
    actor: 'timer:evaluate-pools',
    action: 'deallocate',
    phase: 'intent',
    account: 'demo',
    pool: 'render',
    reason: `idle for 31 min 12 s, since 2026-03-02T11:28:48Z; the idle timeout is 30 min (${number})`,
    correlation: `c${number >> 5}`,
  };
}

function answer(response: ServerResponse, value: object[], next?: string): void {
  response.setHeader('content-type', 'application/json;odata=minimalmetadata');
  if (next !== undefined)
    response.setHeader('x-ms-continuation-nextpartitionkey', 'p').setHeader('x-ms-continuation-nextrowkey', next);
  response.end(JSON.stringify({ value }));
}

/** Starts the service in a thread of its own, so that its memory is not counted. */
export async function startLongHistory(): Promise<{ readonly connectionString: string; close(): Promise<unknown> }> {
  const worker = new Worker(new URL(import.meta.url));
  const port = await new Promise((resolve) => worker.once('message', resolve));
  return {
    connectionString: `DefaultEndpointsProtocol=http;AccountName=a;AccountKey=YQ==;TableEndpoint=http://127.0.0.1:${port}/a`,
    close: () => worker.terminate(),
  };
}

if (!isMainThread) serve();

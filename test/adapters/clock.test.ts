import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { remoteClock } from '../../src/adapters/clock.ts';

/** A clock that is a minute later at each read. */
let server: Server;
let reads = 0;

beforeEach(async () => {
  reads = 0;
  server = createServer((_, response) => {
    reads += 1;
    response.end(JSON.stringify({ now: `2026-03-02T12:0${reads}:00Z` }));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
});

afterEach(() => void server.close());

it.each([
  ['is believed that comes at once', [0, 5], '2026-03-02T12:01:00Z'],
  ['is not believed by a process that stood still meanwhile', [0, 5_000, 5_000, 5_005], '2026-03-02T12:02:00Z'],
  ['is believed in the end on a slow machine', [0, 900, 900, 1_800, 1_800, 2_700], '2026-03-02T12:03:00Z'],
])('a time %s', async (_, elapsed, expected) => {
  const left = [...elapsed];
  const clock = remoteClock(`http://127.0.0.1:${(server.address() as AddressInfo).port}`, () => left.shift() ?? 0);
  expect(`${await clock.now()}`).toBe(expected);
  expect(left).toEqual([]);
});

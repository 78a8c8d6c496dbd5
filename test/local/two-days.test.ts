import { existsSync } from 'node:fs';
import { Temporal } from 'temporal-polyfill';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { explain } from '../../src/cli/commands/explain.ts';
import type { JournalEntry } from '../../src/emulator/world/journal.ts';
import { buildChangedApp } from '../../src/local/build-app.ts';
import { type Local, startLocal } from '../../src/local/start-local.ts';
import {
  actsIn,
  ask,
  expectAudited,
  expectNoneLeftBusy,
  expectNoTaskHurt,
  history,
  journal,
  readyBetween,
  type ShownRecord,
  transitionsIn,
} from './support/witness.ts';

const ANY_PORTS = { app: 0, emulator: 0, blob: 0, queue: 0, table: 0 };
const LOG = '../shared/data/traces/kth-sp2.csv.gz';
const MINUTES = 60_000;
const BEGINNING = Temporal.Instant.from('2026-03-02T06:00Z');

/** The windows of Monday 2 and Tuesday 3 March 2026 that begin after the nodes are there, in UTC, with their minima. */
const WINDOWS = [
  // 08:00-18:30 in London, on winter time
  ['render-linux', 3, '2026-03-02T08:00Z', '2026-03-02T18:30Z'],
  ['render-linux', 3, '2026-03-03T08:00Z', '2026-03-03T18:30Z'],
  // 01:00-03:00 in London
  ['render-linux', 2, '2026-03-03T01:00Z', '2026-03-03T03:00Z'],
  ['render-linux', 2, '2026-03-04T01:00Z', '2026-03-04T03:00Z'],
  // 08:00-18:30 in Tokyo, nine hours ahead: half of four nodes
  ['reports-windows', 2, '2026-03-02T23:00Z', '2026-03-03T09:30Z'],
  // 08:00-18:00 in New York, five hours behind; one node stays until 22:00
  ['simulations', 4, '2026-03-02T13:00Z', '2026-03-02T23:00Z'],
  ['simulations', 1, '2026-03-02T23:00Z', '2026-03-03T03:00Z'],
  ['simulations', 4, '2026-03-03T13:00Z', '2026-03-03T23:00Z'],
] as const;

describe.each([
  { hours: 48, demand: 'made from figures', trace: undefined },
  { hours: 24, demand: `of the recorded log ${LOG}`, trace: LOG },
])('$hours hours with demand $demand', { skip: false }, ({ hours, trace }) => {
  const end = BEGINNING.add({ hours });
  const isThere = trace === undefined || existsSync(trace);
  let local: Local;
  let entries: readonly JournalEntry[];
  let records: readonly ShownRecord[];

  beforeAll(async () => {
    if (!isThere) return;
    await buildChangedApp();
    const failures: string[] = [];
    const log = (level: string, message: string) => {
      if (level === 'error') failures.push(message);
    };
    local = await startLocal({ speed: 0, ports: ANY_PORTS, trace, log });
    await local.advance(Temporal.Duration.from({ hours }));
    expect(failures).toEqual([]);
    entries = await journal(local.emulator);
    records = await history(local);
  }, 30 * MINUTES);

  afterAll(() => local?.close());

  const fact = it.skipIf(!isThere);

  fact('has work, acts in both directions, and every request is taken', () => {
    expect(entries.filter((entry) => entry.kind === 'task' && entry.change === 'completed').length).toBeGreaterThan(
      100,
    );
    const acts = actsIn(entries);
    expect(new Set(acts.map(({ operation }) => operation))).toEqual(
      new Set(['Nodes_DeallocateNode', 'Nodes_StartNode']),
    );
    expect(acts.filter(({ status }) => status !== 202)).toEqual([]);
  });

  fact('hurts no task, and lets no node go that runs one', () => {
    expectNoTaskHurt(entries);
    expectNoneLeftBusy(entries);
  });

  fact('writes an intent before and an outcome after each request', () => {
    expectAudited(entries, records);
    expect(records.filter(({ phase }) => phase === 'intent').length).toBe(actsIn(entries).length);
  });

  const windows = WINDOWS.filter(([, , , to]) => Temporal.Instant.compare(to, end) <= 0);
  fact.each(windows)('has in %s %i nodes ready from %s to %s', (pool, minimum, from, to) => {
    expect(readyBetween(entries, pool, [from, to]).least).toBeGreaterThanOrEqual(minimum);
  });

  fact('lets every node go after a window has closed, as soon as its tasks are done', () => {
    // Two hours is the longest task; what waits in the queue goes on being taken until a node is idle for a moment.
    const evening = readyBetween(entries, 'render-linux', ['2026-03-02T23:30Z', '2026-03-03T00:40Z']);
    const released = transitionsIn(entries).filter(({ to }) => to === 'deallocated');
    expect(released.length).toBeGreaterThan(10);
    expect(evening.least).toBe(0);
  });

  fact('says on the command line why a pool is as it is', async () => {
    let output = '';
    const write = (text: string) => {
      output += text;
    };
    const at = ['--app', local.app, '--key', local.functionKey];
    expect(await explain(['demo/render-linux', ...at], write)).toBe(0);
    expect(output).toContain(`at ${end}: policy render@`);
    expect(output).toMatch(/^\+ schedule +from 0 ready to 0 allocated \(outside the windows of london-office/m);
    expect(output).toMatch(/^next change: /m);
    expect(await explain(['demo/nothing', ...at], () => undefined)).toBe(1);
  });

  fact('has the forecast run a pool, and says so', async () => {
    const acts = actsIn(entries).filter(({ path }) => path.startsWith('/pools/training/'));
    expect(new Set(acts.map(({ operation }) => operation))).toEqual(
      new Set(['Nodes_DeallocateNode', 'Nodes_StartNode']),
    );
    let output = '';
    const write = (text: string) => {
      output += text;
    };
    await explain(['demo/training', '--rules', '--app', local.app, '--key', local.functionKey], write);
    expect(output).toMatch(/^[+-] forecast +\S/m);
    const kept = await ask<{ records: readonly { reason: string }[] }>(
      local,
      'audit?pool=training&account=demo&limit=1000',
    );
    expect(kept.records.some(({ reason }) => /the forecast/.test(reason))).toBe(true);
  });

  fact('shows the pools as the emulator has them', async () => {
    const { pools } = await ask<{
      pools: readonly { id: string; nodes: number; states: Readonly<Record<string, number>> }[];
    }>(local, `accounts/${local.account}/pools`);
    const states = new Map<string, Map<string, string | null>>();
    for (const { pool, node, to } of transitionsIn(entries)) {
      states.set(pool, (states.get(pool) ?? new Map()).set(node, to));
    }
    const expected = [...states].map(([id, nodes]) => ({
      id,
      nodes: nodes.size,
      states: Object.fromEntries(
        [...Map.groupBy(nodes.values(), (state) => state)].map(([state, of]) => [String(state), of.length]),
      ),
    }));
    expect(pools.map(({ id, nodes, states: of }) => ({ id, nodes, states: of }))).toEqual(
      expected.toSorted((a, b) => (a.id < b.id ? -1 : 1)),
    );
  });
});

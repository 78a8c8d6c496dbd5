import { cpSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { QueueClient } from '@azure/storage-queue';
import { Temporal } from 'temporal-polyfill';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { buildAppFolder } from '../../scripts/app-folder.ts';
import { auditTable } from '../../src/adapters/tables/audit/audit-table.ts';
import { loggedAudit } from '../../src/app/log/logged-audit.ts';
import {
  actAnswered,
  circuitChanged,
  deliveryGivenUp,
  type EvaluationContext,
  evaluationPoisoned,
  operationCompleted,
  readinessScored,
} from '../../src/core/audit/events.ts';
import type { AuditEntry } from '../../src/core/audit/record.ts';
import { type Runner, startRunner } from '../../src/local/runner/start-runner.ts';
import { type StorageProxy, startStorageProxy } from '../../src/local/storage/storage-proxy.ts';
import { toPublicationMessage } from '../../src/ports/event-messages.ts';
import { LOG_EVENTS, LOG_FIELDS, lineText } from '../../src/ports/log.ts';
import { NOON } from '../support/builders.ts';
import { EmulatedAccount } from '../support/emulated-account.ts';
import { TestStorage } from '../support/local-storage.ts';
import { type Row, runQuery } from './kusto/query.ts';

interface Alert {
  readonly name: string;
  readonly query: readonly string[];
  readonly operator: 'GreaterThan' | 'LessThan';
  readonly threshold: number;
  readonly remedy: string;
}

const { alerts } = JSON.parse(readFileSync('infra/operations/alerts.json', 'utf8')) as { alerts: readonly Alert[] };
const { queries } = JSON.parse(readFileSync('infra/operations/queries.json', 'utf8')) as {
  queries: readonly { readonly name: string; readonly query: readonly string[] }[];
};

type Tables = Readonly<Record<'AppRequests' | 'AppTraces' | '_LogOperation', readonly Row[]>>;

/** What the host keeps of a log line: the text is the app's own. */
function traces(messages: readonly string[]): readonly Row[] {
  return messages.map((message, index) => ({ TimeGenerated: index * 60_000, Message: message }));
}

function tablesOf(messages: readonly string[], requests: readonly Row[] = []): Tables {
  return { AppRequests: requests, AppTraces: traces(messages), _LogOperation: [] };
}

function fires({ query, operator, threshold }: Alert, tables: Tables): boolean {
  const [row] = runQuery(query.join('\n'), tables);
  const found = row?.['found'];
  // Without a number there is nothing to compare, and Azure raises no alert.
  if (typeof found !== 'number') return false;
  return operator === 'GreaterThan' ? found > threshold : found < threshold;
}

const folder = mkdtempSync(join(tmpdir(), 'lamplighter-operations-'));
let storage: TestStorage;
let proxy: StorageProxy;
let account: EmulatedAccount;
let runner: Runner;
/** What the app writes, and by which function. */
const lines: string[] = [];
const ran: string[] = [];

beforeAll(async () => {
  await buildAppFolder(folder);
  cpSync('src/local/demo/documents', join(folder, 'documents'), { recursive: true });
  storage = await TestStorage.start();
  proxy = await startStorageProxy(storage.connectionString);
  account = await EmulatedAccount.start();
  await account.createIdlePool('render-linux', { dedicated: 4 });
  const { name, key } = account.emulator.account;
  runner = await startRunner({
    root: folder,
    settings: {
      AzureWebJobsStorage: proxy.connectionString,
      BATCH_ACCOUNTS: JSON.stringify([{ name, endpoint: account.url }]),
      BATCH_ACCOUNT_KEYS: JSON.stringify({ [name]: key }),
      LAMPLIGHTER_CLOCK: `${account.url}/_emulator/clock`,
      LAMPLIGHTER_DOCUMENTS: join(folder, 'documents'),
      LAMPLIGHTER_OUTBOUND_HOSTS: '127.0.0.1:9',
    },
    clock: { now: () => account.emulator.clock.now(), speed: 0 },
    log: (_level, message, category) => {
      lines.push(message);
      ran.push(category);
    },
  });
}, 120_000);
afterAll(async () => {
  await runner?.close();
  await account?.close();
  await proxy?.close();
  await storage?.close();
  rmSync(folder, { recursive: true });
});

/** Minutes of the app; gives the lines that were written in them, and the ticks as requests of the host. */
async function minutes(count: number): Promise<Tables> {
  const before = lines.length;
  for (let minute = 0; minute < count; minute += 1) {
    account.emulator.clock.advance(Temporal.Duration.from({ minutes: 1 }));
    await runner.settle();
  }
  const written = lines.slice(before);
  const ticks = written.filter((line) => line.startsWith('{"event":"tick"'));
  return tablesOf(
    written,
    ticks.map(() => ({ Name: 'evaluate-pools', Success: true })),
  );
}

const CONTEXT: EvaluationContext = {
  at: NOON,
  actor: 'timer:evaluate-pools',
  pool: { account: 'demo', poolId: 'render' },
  correlation: '11111111-2222-3333-4444-555555555555',
  policy: 'render@1',
};

/** The lines that the app writes of records. */
async function linesOf(...entries: readonly AuditEntry[]): Promise<Tables> {
  const written: string[] = [];
  const audit = loggedAudit(auditTable(storage.tables('Audit')), (line) => written.push(lineText(line)));
  await audit.append(entries);
  return tablesOf(written);
}

const score = { edge: NOON, needed: 3, ready: 1, reason: '1 of 3 nodes was ready' };
const refused = {
  node: 'n',
  action: 'start',
  outcome: 'refused',
  reason: 'Batch answered 409',
  intent: 'x/1',
} as const;

/** Takes the first message of a queue, and puts it back, as a host does whose function fails. */
async function passInVain(queue: QueueClient, times: number): Promise<void> {
  for (let time = 0; time < times; time += 1) {
    const [message] = (await queue.receiveMessages()).receivedMessageItems;
    if (message !== undefined) await queue.updateMessage(message.messageId, message.popReceipt, undefined, 0);
  }
}

/** Two days of an app: how often each function ran, and whether it succeeded. */
function twoDays(runs: Readonly<Record<string, readonly [number, boolean]>>): Tables {
  const rows = Object.entries(runs).flatMap(([Name, [count, Success]]) => Array<Row>(count).fill({ Name, Success }));
  return tablesOf([], rows);
}

const MINUTELY = [2880, true] as const;
const NIGHTLY = [2, true] as const;
const HEALTHY = {
  'evaluate-pools': MINUTELY,
  'collect-health': MINUTELY,
  'notice-windows': MINUTELY,
  'sweep-requests': [576, true],
  'sum-up-days': [48, true],
  cleanup: NIGHTLY,
  'archive-audit': NIGHTLY,
  'check-audit': NIGHTLY,
} as const;

/** The headers of a caller with the key. */
function withKey() {
  return { 'x-functions-key': runner.functionKey };
}

/** Runs a timer, and gives the lines that it wrote. */
async function runByHand(name: string): Promise<readonly string[]> {
  const before = lines.length;
  await fetch(`${runner.url}/admin/functions/${name}`, {
    method: 'POST',
    headers: withKey(),
  });
  await runner.settle();
  return lines.slice(before).filter((_, index) => ran[before + index] === name);
}

/** How each alert is brought about. */
const CAUSES: Readonly<Record<string, () => Promise<Tables>>> = {
  'no-tick': () => minutes(4),
  'functions-failed': async () =>
    tablesOf([], Array(11).fill({ Name: 'evaluate-pool', Success: false, ResultCode: '0' })),
  'timer-failed': async () => twoDays({ ...HEALTHY, 'check-audit': [2, false] }),
  poison: async () => tablesOf([], [{ Name: 'evaluate-pool-poison', Success: true }]),
  'evaluation-given-up': () => linesOf(evaluationPoisoned(CONTEXT, 'its state cannot be read')),
  'circuit-opened': () =>
    linesOf(circuitChanged(CONTEXT, 'opened', { openedAt: NOON, because: '3 of 3 gates failed' })),
  'opening-missed': () => linesOf(readinessScored(CONTEXT, { ...score, verdict: 'late' })),
  'acts-failed': () => linesOf(...Array.from({ length: 6 }, () => actAnswered(CONTEXT, refused))),
  'audit-broken': async () =>
    tablesOf([lineText({ event: 'verification', ok: false, count: 4, message: 'the hash of record 3 does not fit' })]),
  'deliveries-dead': () =>
    linesOf(deliveryGivenUp({ ...CONTEXT, subscription: 'team', reason: 'it failed nine times', delivery: {} })),
  'account-unreachable': async () => {
    await account.control('POST', 'faults', {
      effect: 'refuse',
      path: '/pools',
      code: 'ServerBusy',
      retryAfter: 600,
      times: 100,
    });
    const tables = await minutes(5);
    await account.control('DELETE', 'faults');
    return tables;
  },
  'queue-slow': async () => tablesOf([lineText({ event: 'evaluation', account: 'demo', pool: 'render', age: 180 })]),
  'logs-dropped': async () => ({
    ...tablesOf([]),
    _LogOperation: [{ Category: 'Ingestion', Detail: 'Data collection stopped: OverQuota' }],
  }),
};

describe('a run of a timer', () => {
  it.each([
    ['collect-health', 'The health of the account demo could not be collected'],
    ['notice-windows', 'No notice could be given for the account demo'],
  ])('%s counts as failed where it has done nothing but tell problems', async (name, problem) => {
    const subscription = { id: 'ops', url: 'http://127.0.0.1:9/', events: ['*'] };
    const saved = await fetch(`${runner.url}/api/subscriptions/ops`, {
      method: 'PUT',
      headers: { ...withKey(), 'content-type': 'application/json' },
      body: JSON.stringify(subscription),
    });
    expect(saved.status).toBe(201);
    await account.control('POST', 'faults', {
      effect: 'refuse',
      path: '/pools',
      code: 'InternalError',
      retryAfter: 60,
    });
    const own = await runByHand(name);
    await account.control('DELETE', 'faults');
    await fetch(`${runner.url}/api/subscriptions/ops`, {
      method: 'DELETE',
      headers: { ...withKey(), 'if-match': '*' },
    });
    expect(own[0]).toMatch(/^\{"event":"problem"/);
    expect(own.at(-1)).toContain(`The function failed: Error: ${problem}`);
  });
});

describe('the alerts', () => {
  let quiet: Tables;
  beforeAll(async () => {
    quiet = await minutes(10);
  }, 120_000);

  it('are silent while the app runs', () => {
    expect(alerts.filter((alert) => fires(alert, quiet)).map(({ name }) => name)).toEqual([]);
    expect(quiet.AppRequests).toHaveLength(10);
  });

  it('are each brought about here', () => {
    expect(Object.keys(CAUSES)).toEqual(alerts.map(({ name }) => name));
  });

  it.each(alerts)(
    '$name is raised by what it is about',
    async (alert) => {
      expect(fires(alert, (await CAUSES[alert.name]?.()) ?? tablesOf([]))).toBe(true);
    },
    120_000,
  );

  it('also tell of evaluations that nothing carries out', () => {
    const tables = tablesOf([lineText({ event: 'tick', due: 3, age: 180 })]);
    expect(alerts.filter((alert) => fires(alert, tables)).map(({ name }) => name)).toContain('queue-slow');
  });

  it('tell of a timer that fails or is not run, but not on the day after the first deployment', () => {
    const raised = (runs: Parameters<typeof twoDays>[0]) =>
      alerts.filter((alert) => alert.name === 'timer-failed' && fires(alert, twoDays(runs))).length > 0;
    const { cleanup: _, ...without } = HEALTHY;
    expect(raised(HEALTHY)).toBe(false);
    expect(raised(without)).toBe(true);
    // One night that failed, and one that did not.
    expect(raised({ ...HEALTHY, cleanup: [1, true] })).toBe(false);
    expect(raised({ 'evaluate-pools': [1400, true], 'sum-up-days': [23, true] })).toBe(false);
    expect(raised({})).toBe(false);
  });

  it('see a run of a timer fail that has told problems, after the rest of its work', async () => {
    proxy.inject({ effect: 'refuse', service: 'table', path: '/Claims()', status: 403, times: 1 });
    expect(await runByHand('cleanup')).toEqual([
      expect.stringMatching(/^\{"event":"problem"/),
      expect.stringMatching(/^\{"event":"cleanup"/),
      expect.stringContaining('The function failed: Error: Old claims could not be deleted'),
    ]);
    proxy.heal();
  });

  it('keep a message that was given up until it is recorded, longer than the host tries it', async () => {
    const data = { account: 'demo', pool: 'render', reason: 'r', actor: 'a', correlation: 'c' };
    const event = {
      ...({ specversion: '1.0', id: '1', source: 's', type: 't', time: NOON.toString() } as const),
      ...({ datacontenttype: 'application/json', data } as const),
    };
    const queue = new QueueClient(storage.connectionString, 'publish-events-poison');
    await queue.createIfNotExists();
    await queue.sendMessage(Buffer.from(toPublicationMessage({ events: [event] })).toString('base64'));
    const { maxDequeueCount } = JSON.parse(readFileSync('host.json', 'utf8')).extensions.queues;
    await passInVain(queue, maxDequeueCount - 1);
    const before = lines.length;
    proxy.inject({ effect: 'refuse', service: 'table', path: '/Audit', status: 403, times: 1 });
    await runner.settle();
    proxy.heal();
    const own = lines.slice(before).filter((line) => /"problem"|unpublished/.test(line));
    expect(own).toEqual([
      expect.stringContaining('1 events were given up'),
      expect.stringContaining('of the queue publish-events-poison could not be recorded, and waits there again'),
      expect.stringContaining('1 events were given up'),
      expect.stringContaining('"action":"events.unpublished"'),
    ]);
    expect((await queue.getProperties()).approximateMessagesCount).toBe(0);
  });

  it('watch every timer', () => {
    const timers = readdirSync('src/functions').flatMap((file) => /^(.+)\.timer\.ts$/.exec(file)?.slice(1) ?? []);
    const query = alerts.find(({ name }) => name === 'timer-failed')?.query.join('\n') ?? '';
    const [, names = ''] = /Name in \((.+)\)/.exec(query) ?? [];
    expect(names).toBe(timers.map((name) => `'${name}'`).join(', '));
    expect(query).toContain(`, ${timers.length - 1}, -1)`);
  });

  it('say nothing of requests that the host refuses, such as those of scanners', () => {
    const tables = tablesOf([], Array(11).fill({ Name: 'GET /wp-login.php', Success: false, ResultCode: '404' }));
    expect(alerts.filter((alert) => fires(alert, tables)).map(({ name }) => name)).toEqual(['no-tick']);
  });

  it('each lead to what is to be done', () => {
    const page = readFileSync('docs/operations.md', 'utf8');
    const anchors = [...page.matchAll(/^#+ (.+)$/gm)].map(([, title = '']) => title.toLowerCase().replaceAll(' ', '-'));
    for (const { remedy } of alerts) {
      const [file, anchor] = remedy.split('#');
      expect(file).toBe('docs/operations.md');
      expect(anchors).toContain(anchor);
    }
  });
});

describe('the saved queries', () => {
  it.each(queries)('$name finds something in what the app writes', async ({ name, query }) => {
    const more = await linesOf(
      operationCompleted(CONTEXT, {
        nodeId: 'n',
        action: 'start',
        asked: NOON,
        kind: 'completed',
        correlation: CONTEXT.correlation,
        seconds: 210,
        reason: 'ready',
      }),
      circuitChanged(CONTEXT, 'opened', { openedAt: NOON, because: 'x' }),
    );
    const messages = [...lines, ...more.AppTraces.map(({ Message }) => String(Message))];
    const text = query.join('\n').replace('00000000-0000-0000-0000-000000000000', CONTEXT.correlation);
    expect({ name, rows: runQuery(text, tablesOf(messages)).length }).not.toEqual({ name, rows: 0 });
  });
});

describe('lines of the log', () => {
  it('have the fields and events that docs/operations.md lists, and no other', () => {
    const own = lines.filter((line) => line.startsWith('{"event"')).map((line) => JSON.parse(line) as Row);
    const fields = new Set(own.flatMap((line) => Object.keys(line)));
    expect([...fields].filter((field) => !(field in LOG_FIELDS))).toEqual([]);
    expect(own.map(({ event }) => String(event)).filter((event) => !(event in LOG_EVENTS))).toEqual([]);
    const page = readFileSync('docs/operations.md', 'utf8');
    for (const [name, meaning] of [...Object.entries(LOG_FIELDS), ...Object.entries(LOG_EVENTS)])
      expect(page).toContain(`| \`${name}\` | ${meaning} |`);
  });

  it('tell a tick and an evaluation in numbers', () => {
    const line = (event: string) => JSON.parse(lines.find((one) => one.startsWith(`{"event":"${event}"`)) ?? '{}');
    expect(line('tick')).toMatchObject({
      lag: 0,
      pools: 1,
      problems: 0,
      duration: expect.any(Number),
      calls: { 200: expect.any(Number) },
    });
    expect(line('evaluation')).toMatchObject({
      account: 'demo',
      pool: 'render-linux',
      correlation: expect.any(String),
      nodes: { idle: 4 },
      decisions: expect.any(Object),
      age: expect.any(Number),
    });
    expect(ran).toContain('evaluate-pools');
  });
});

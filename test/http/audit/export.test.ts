import functions from '@azure/functions';
import { beforeAll, describe, expect, it } from 'vitest';
import { archiveHistory } from '../../../src/app/audit/archive-history.ts';
import type { Ports } from '../../../src/app/ports.ts';
import type { AuditEntry } from '../../../src/core/audit/record.ts';
import { exportAuditRecords } from '../../../src/http/audit/export.ts';
import { listAuditRecords } from '../../../src/http/audit/records.ts';
import { endpoint } from '../../../src/http/endpoint.ts';
import { NOON } from '../../support/builders.ts';
import { call } from '../../support/http-call.ts';
import { TestSystem } from '../../support/test-system.ts';

const system = TestSystem.forAllTests();

beforeAll(async () => {
  for (let index = 0; index < 9; index += 1) {
    const subject = index % 3 === 0 ? { document: 'schedules/nights' } : { account: 'demo', pool: `p${index % 3}` };
    await system.ports.audit.append([entry({ at: NOON.add({ minutes: index }), subject, reason: `#${index}` })]);
  }
});

function entry(overrides: Partial<AuditEntry>): AuditEntry {
  return {
    at: NOON,
    actor: 'me',
    action: 'test',
    phase: 'event',
    subject: {},
    reason: '',
    correlation: 'c',
    ...overrides,
  };
}

async function download(query: Record<string, string>, ports: Ports = system.ports) {
  const url = `http://127.0.0.1/api/audit/export?${new URLSearchParams(query)}`;
  const request = new functions.HttpRequest({ method: 'GET', url, query });
  const context = new functions.InvocationContext({ functionName: 'test', logHandler: () => undefined });
  const init = await endpoint(() => ports, exportAuditRecords)(request, context);
  const response = new functions.HttpResponse(init as object);
  return { status: response.status, headers: response.headers, text: await response.text() };
}

describe('an export as JSON Lines', () => {
  it.each([
    {},
    { order: 'oldest' },
    { account: 'demo' },
    { document: 'schedules/nights' },
    { pool: 'p1', from: '2026-03-02T12:03:00Z' },
  ])('of %j has the records of the pages, each on a line as they show it', async (query) => {
    const { body } = await call(listAuditRecords, system.ports, { query });
    const { status, headers, text } = await download({ format: 'jsonl', ...query });
    expect(status).toBe(200);
    expect(headers.get('content-type')).toBe('application/jsonl');
    expect(headers.get('content-disposition')).toBe(
      'attachment; filename="lamplighter-audit-2026-03-02T120000Z.jsonl"',
    );
    expect(text.endsWith('\n')).toBe(true);
    expect(body.records.length).toBeGreaterThan(0);
    expect(
      text
        .split('\n')
        .slice(0, -1)
        .map((line) => JSON.parse(line)),
    ).toEqual(body.records);
  });

  it('of nothing is empty', async () => {
    expect((await download({ format: 'jsonl', account: 'nobody' })).text).toBe('');
  });
});

describe('an export as CSV', () => {
  it('begins with the names of the columns, and has a line for each record', async () => {
    const { headers, text } = await download({ format: 'csv' });
    const lines = text.split('\r\n');
    expect(headers.get('content-type')).toBe('text/csv; charset=utf-8');
    expect(lines[0]).toMatch(/^id,at,account,pool,node,document,action,/);
    expect(lines).toHaveLength(11);
    expect(lines.at(-1)).toBe('');
  });

  it('has no heads, and is refused with them', async () => {
    const { status, text } = await download({ format: 'csv', heads: 'true' });
    expect([status, JSON.parse(text).errors]).toEqual([
      400,
      [{ path: 'heads', message: 'only JSON Lines have heads: leave it out, or ask for format=jsonl' }],
    ]);
  });

  it('of nothing is its header', async () => {
    expect((await download({ format: 'csv', account: 'nobody' })).text.split('\r\n')).toHaveLength(2);
  });
});

describe('an export while records are moved to the archive', () => {
  const [january, february] = [NOON.subtract({ hours: 24 * 40 }), NOON.subtract({ hours: 24 * 20 })];

  /** Ports that move the records of the months before to the archive once the first records were read. */
  function movingPorts(): Ports {
    const { audit } = system.ports;
    const stream: typeof audit.stream = async function* (filter) {
      yield* audit.stream(filter);
      expect((await archiveHistory(system.ports, 0)).problems).toEqual([]);
    };
    return { ...system.ports, audit: { ...audit, stream } };
  }

  it.each([
    [january, { format: 'csv', pool: 'a' }, '2026-01'],
    [february, { format: 'jsonl', pool: 'b' }, '2026-02'],
    // Other records of the month are in the archive already.
    [february, { format: 'jsonl', pool: 'c', heads: 'true' }, '2026-02'],
    [february, { format: 'csv', pool: 'd' }, '2026-02'],
  ])('from %s as %j is not given as if it were complete', async (at, query, month) => {
    await system.ports.audit.append([entry({ at, subject: { account: 'moved', pool: query.pool } })]);
    const { status, text } = await download({ account: 'moved', ...query }, movingPorts());
    expect([status, JSON.parse(text).code]).toEqual([503, 'StorageUnavailable']);
    const again = await download({ account: 'moved', ...query });
    expect([again.status, again.headers.get('lamplighter-archived')]).toEqual([200, month]);
  });
});

describe('an export that cannot be given', () => {
  it.each([
    [{}, 'format', 'one of csv, jsonl is expected'],
    [{ format: 'xlsx' }, 'format', 'one of csv, jsonl is expected'],
    [{ format: 'csv', limit: '5' }, 'limit', 'there is no such parameter'],
  ])('%j is refused', async (query, path, message) => {
    const { status, text } = await download(query as Record<string, string>);
    expect([status, JSON.parse(text).errors]).toEqual([400, [{ path, message }]]);
  });

  it('is a problem where the host wants it as a whole and it is too large for that', async () => {
    const big = { after: 'x'.repeat(200_000), subject: { account: 'demo', pool: 'big' } };
    for (let turn = 0; turn < 20; turn += 1) {
      await system.ports.audit.append(Array.from({ length: 5 }, () => entry(big)));
    }
    const { status, text } = await download({ format: 'jsonl', account: 'demo', pool: 'big' });
    expect([status, JSON.parse(text).code]).toEqual([422, 'AnswerTooLarge']);
  });

  it('is a problem where storage fails before the first record', async () => {
    const nowhere = system.storage.connectionString.replace(/(?<=TableEndpoint=http:\/\/)[^/]+/, '127.0.0.1:1');
    const lost = system.compose({ AzureWebJobsStorage: nowhere });
    expect((await download({ format: 'jsonl' }, lost)).status).toBe(503);
  });
});

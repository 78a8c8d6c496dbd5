import { beforeAll, describe, expect, it } from 'vitest';
import type { AuditEntry } from '../../../src/core/audit/record.ts';
import { listAuditRecords } from '../../../src/http/audit/records.ts';
import { AUDIT } from '../../../src/http/audit.ts';
import { NOON } from '../../support/builders.ts';
import { call } from '../../support/http-call.ts';
import { TestSystem } from '../../support/test-system.ts';

const RENDER = { account: 'demo', pool: 'render', node: 'node-1' };

/** Nine records, the first at six and then one a minute after noon; a letter is the reason of each. */
const HISTORY: readonly Partial<AuditEntry>[] = [
  { reason: 'a', subject: RENDER, action: 'start', phase: 'intent', correlation: 'c-1', policy: 'render@1' },
  { reason: 'b', subject: RENDER, action: 'start', phase: 'outcome', correlation: 'c-1', outcome: 'accepted' },
  { reason: 'c', subject: { ...RENDER, node: 'node-2' }, action: 'deallocate', correlation: 'c-2' },
  { reason: 'd', subject: { ...RENDER, pool: 'simulations' }, action: 'deallocate', correlation: 'c-2' },
  { reason: 'e', subject: { document: 'schedules/nights' }, action: 'schedule.put', actor: 'http:function-key' },
  { reason: 'f', subject: { document: 'policies/render' }, action: 'policy.put', actor: "o'neil" },
  { reason: 'g', subject: { account: 'other', pool: 'render', node: 'node-1' }, action: 'start', correlation: 'c-3' },
  { reason: 'h', subject: RENDER, action: 'deallocate', correlation: 'c-4' },
  { reason: 'i', subject: { account: 'demo', pool: 'render' }, action: 'pool.left-alone', correlation: 'c-4' },
];

const system = TestSystem.forAllTests();

beforeAll(async () => {
  for (const [index, entry] of HISTORY.entries()) {
    const at = index === 0 ? NOON.subtract({ hours: 6 }) : NOON.add({ minutes: index });
    const defaults = { actor: 'timer:evaluate-pools', action: 'start', phase: 'event', correlation: 'c-0' } as const;
    await system.ports.audit.append([{ ...defaults, subject: {}, reason: '', ...entry, at }]);
  }
});

type Query = Readonly<Record<string, string>>;

function ask(query: Query) {
  return call(listAuditRecords, system.ports, { query });
}

function lettersOf(body: { readonly records: readonly { readonly reason: string }[] }): string {
  return body.records.map(({ reason }) => reason).join('');
}

async function letters(query: Query): Promise<string> {
  const { status, body } = await ask(query);
  expect(status).toBe(200);
  return lettersOf(body);
}

describe('GET of the audit log', () => {
  it('shows a record whole, under its id', async () => {
    const answer = await ask({ account: 'demo', pool: 'render', node: 'node-1' });
    const [, b, a] = answer.body.records;
    expect(answer.headers.get('content-type')).toBe('application/json');
    expect(Object.keys(answer.body)).toEqual(['records', 'cursor']);
    expect(a).toEqual({
      id: 'p.demo.render.2026-03/1',
      at: '2026-03-02T06:00:00Z',
      subject: 'demo/render/node-1',
      ...RENDER,
      phase: 'intent',
      actor: 'timer:evaluate-pools',
      action: 'start',
      reason: 'a',
      correlation: 'c-1',
      policy: 'render@1',
      chain: 'p.demo.render.2026-03',
      number: 1,
      previous: '',
      hash: expect.stringMatching(/^[0-9a-f]{64}$/),
    });
    expect(b).toMatchObject({ number: 2, outcome: 'accepted', previous: a.hash });
  });

  it('calls what a record is about by one name', async () => {
    const { body } = await ask({});
    expect(body.records.map(({ subject }: { subject: string }) => subject).toReversed()).toEqual([
      'demo/render/node-1',
      'demo/render/node-1',
      'demo/render/node-2',
      'demo/simulations/node-1',
      'schedules/nights',
      'policies/render',
      'other/render/node-1',
      'demo/render/node-1',
      'demo/render',
    ]);
  });
});

describe('a filter of the audit log', () => {
  it.each<readonly [Query, string]>([
    [{}, 'ihgfedcba'],
    [{ account: 'demo' }, 'ihdcba'],
    [{ account: 'other' }, 'g'],
    [{ pool: 'render' }, 'ihgcba'],
    [{ pool: 'RENDER' }, 'ihgcba'],
    [{ node: 'node-1' }, 'hgdba'],
    [{ action: 'deallocate' }, 'hdc'],
    [{ action: 'pool.left-alone' }, 'i'],
    [{ actor: 'http:function-key' }, 'e'],
    [{ actor: "o'neil" }, 'f'],
    [{ correlation: 'c-2' }, 'dc'],
    [{ outcome: 'accepted' }, 'b'],
    [{ phase: 'intent' }, 'a'],
    [{ document: 'schedules/nights' }, 'e'],
    [{ document: 'policies/render', order: 'oldest' }, 'f'],
    [{ document: 'policies/render', account: 'demo' }, ''],
    [{ order: 'newest' }, 'ihgfedcba'],
    [{ order: 'oldest' }, 'abcdefghi'],
    [{ order: 'oldest', account: 'demo', pool: 'render' }, 'abchi'],
    [{ order: 'oldest', node: 'node-1' }, 'abdgh'],
    [{ order: 'oldest', correlation: 'c-2' }, 'cd'],
    // from is inclusive, to is exclusive
    [{ from: '2026-03-02T12:07:00Z' }, 'ih'],
    [{ from: '2026-03-02T12:07:00.001Z' }, 'i'],
    [{ to: '2026-03-02T12:02:00Z' }, 'ba'],
    [{ from: '2026-03-02T13:03:00+01:00', to: '2026-03-02T14:05:00+02:00' }, 'ed'],
    // a date is its beginning in UTC
    [{ from: '2026-03-02' }, 'ihgfedcba'],
    [{ to: '2026-03-02' }, ''],
    [{ from: '2026-03-03' }, ''],
    [{ from: '1970-01-01', to: '9999-12-31' }, 'ihgfedcba'],
    // all of them narrow
    [{ account: 'demo', pool: 'render' }, 'ihcba'],
    [{ account: 'demo', pool: 'RENDER' }, 'ihcba'],
    [{ account: 'demo', pool: 'render', node: 'node-1', action: 'start' }, 'ba'],
    [{ account: 'demo', pool: 'render', from: '2026-03-02T12:01:00Z', to: '2026-03-02T12:08:00Z' }, 'hcb'],
    [{ correlation: 'c-2', pool: 'simulations' }, 'd'],
    [{ correlation: 'c-4', node: 'node-1' }, 'h'],
    [{ actor: 'timer:evaluate-pools', account: 'other' }, 'g'],
    // nothing there
    [{ account: 'nobody' }, ''],
    [{ account: 'demo', pool: 'rend' }, ''],
    [{ node: 'node' }, ''],
    [{ action: 'star' }, ''],
    [{ correlation: 'c' }, ''],
  ])('%j shows %s', async (query, expected) => {
    expect(await letters(query)).toBe(expected);
  });

  it.each([
    ["' or '1' eq '1"],
    ["timer:evaluate-pools' or actor ne '"],
    ["start') or (PartitionKey ne '"],
    ["x' or true or '"],
    ['%27 or 1 eq 1'],
    ['*'],
    ["''"],
    ['\\'],
    ['\u0000'],
    ['🏮'],
  ])('takes %j for a value and not for a filter', async (text) => {
    expect(await letters({ actor: text })).toBe('');
    expect(await letters({ action: text })).toBe('');
    expect(await letters({ action: text, account: 'demo', pool: 'render' })).toBe('');
  });

  it.each([['1969-12-31'], ['0001-01-01'], ['0000-01-01T00:00:00Z']])(
    'takes a beginning long ago for the beginning: %s',
    async (from) => {
      expect(await letters({ from })).toBe('ihgfedcba');
    },
  );
});

describe('a page of the audit log', () => {
  async function pages(query: Query, limit: number): Promise<readonly string[]> {
    const seen: string[] = [];
    let cursor: string | undefined;
    do {
      const { body } = await ask({ ...query, limit: `${limit}`, ...(cursor !== undefined && { cursor }) });
      seen.push(lettersOf(body));
      cursor = body.cursor ?? undefined;
    } while (cursor !== undefined && seen.length < 20);
    return seen;
  }

  it.each<readonly [Query, number, readonly string[]]>([
    [{}, 4, ['ihgf', 'edcb', 'a']],
    [{}, 1, ['i', 'h', 'g', 'f', 'e', 'd', 'c', 'b', 'a']],
    // a last page that is full is the last all the same
    [{}, 3, ['ihg', 'fed', 'cba']],
    [{}, 9, ['ihgfedcba']],
    [{ account: 'demo', pool: 'render' }, 2, ['ih', 'cb', 'a']],
    [{ account: 'demo' }, 4, ['ihdc', 'ba']],
    [{ node: 'node-1' }, 2, ['hg', 'db', 'a']],
    [{ action: 'deallocate' }, 1, ['h', 'd', 'c']],
    [{ correlation: 'c-2' }, 1, ['d', 'c']],
    [{ from: '2026-03-02T12:02:00Z', to: '2026-03-02T12:06:00Z' }, 3, ['fed', 'c']],
    [{ account: 'nobody' }, 3, ['']],
    [{ order: 'oldest' }, 4, ['abcd', 'efgh', 'i']],
    [{ order: 'oldest', account: 'demo', pool: 'render' }, 2, ['ab', 'ch', 'i']],
    [{ order: 'oldest', from: '2026-03-02T12:02:00Z', to: '2026-03-02T12:06:00Z' }, 3, ['cde', 'f']],
  ])('of %j with at most %i leads through all of it', async (query, limit, expected) => {
    expect(await pages(query, limit)).toEqual(expected);
  });

  it('has a hundred records unless it is said otherwise, and up to a thousand', async () => {
    const at = NOON.add({ hours: 500 });
    const entry = { actor: 'a', action: 'many', phase: 'event', reason: '', correlation: 'many' } as const;
    for (let turn = 0; turn < 3; turn += 1) {
      const entries = Array.from({ length: 35 }, () => ({ ...entry, at, subject: { account: 'many', pool: 'many' } }));
      await system.ports.audit.append(entries);
    }
    const first = await ask({ account: 'many' });
    expect([first.body.records.length, typeof first.body.cursor]).toEqual([100, 'string']);
    const all = await ask({ account: 'many', limit: '1000' });
    expect([all.body.records.length, all.body.cursor]).toEqual([105, null]);
  });
});

describe('a bad question about the audit log', () => {
  const limit = 'a number from 1 to 1000 is expected';
  const moment = 'a moment such as 2026-03-02T08:00:00Z is expected, or a date in UTC';
  const cursor = 'it is not a cursor from an earlier page';

  it.each([
    ['limit', '0', limit],
    ['limit', '-1', limit],
    ['limit', '1001', limit],
    ['limit', '1.5', limit],
    ['limit', 'all', limit],
    ['limit', '', limit],
    ['limit', 'Infinity', limit],
    ['from', '', moment],
    ['from', 'yesterday', moment],
    ['from', '2026-13-01', moment],
    ['from', '2026-02-30', moment],
    ['from', '2026-03-02T08:00:00', moment],
    ['to', '08:00', moment],
    ['to', '1772452800', moment],
    ['to', '2026-03-02T08:00:00 01:00', moment],
    ['cursor', '', cursor],
    ['cursor', 'abc', cursor],
    ['cursor', Buffer.from('1|2|3').toString('base64url'), cursor],
    ['cursor', Buffer.from(`${'1'.repeat(13)}|${'1'.repeat(10)}|d' or '1' eq '1`).toString('base64url'), cursor],
    ['cursor', 'a'.repeat(1001), 'at most 1000 characters'],
    ['account', 'Demo', 'the name of an account has 3 to 24 lower-case letters and digits'],
    ['account', "demo' or '1' eq '1", 'the name of an account has 3 to 24 lower-case letters and digits'],
    ['pool', 'a/b', 'the id of a pool has 1 to 64 letters, digits, hyphens and underscores'],
    ['node', 'a b', 'the id of a node has letters, digits, hyphens, dots and underscores'],
    ['correlation', "c'", 'the correlation of a record is expected'],
    ['actor', 'a'.repeat(201), 'at most 200 characters'],
    ['action', '', 'it is empty'],
    ['phase', 'Intent', 'one of intent, outcome, event is expected'],
    ['outcome', 'ok', 'one of accepted, unneeded, refused, gone, failed, unknown is expected'],
    ['order', 'asc', 'one of newest, oldest is expected'],
    ['document', 'office-hours', 'a document such as schedules/office-hours is expected'],
    ['acction', 'start', 'there is no such parameter'],
    ['__proto__', 'start', 'there is no such parameter'],
  ])('is refused with the place of the fault: %s=%s', async (path, value, message) => {
    const answer = await ask(Object.fromEntries([[path, value]]));
    expect(answer.status).toBe(400);
    expect(answer.headers.get('content-type')).toBe('application/problem+json');
    expect(answer.body).toEqual({
      type: 'urn:lamplighter:problem:invalid-request',
      title: 'Invalid request',
      status: 400,
      detail: 'The request is not valid.',
      code: 'InvalidRequest',
      errors: [{ path, message }],
    });
  });

  it('is refused with every fault at once', async () => {
    const { status, body } = await ask({ limit: '0', from: 'x', to: 'y', account: 'A', when: 'now', node: '' });
    expect(status).toBe(400);
    expect(new Set(body.errors.map(({ path }: { path: string }) => path))).toEqual(
      new Set(['limit', 'from', 'to', 'account', 'when', 'node']),
    );
  });

  it.each(AUDIT.filter(({ method }) => method === 'GET').map((operation) => [operation.name, operation] as const))(
    'is refused where a span ends before it begins: %s',
    async (name, operation) => {
      const format = name === 'export-audit-records' ? { format: 'jsonl' } : {};
      const query = { from: '2026-03-03', to: '2026-03-02T12:00+01:00', ...format };
      const { status, body } = await call(operation, system.ports, { query });
      expect([status, body.errors]).toEqual([400, [{ path: 'from', message: 'a moment before `to` is expected' }]]);
    },
  );

  it('is none where the host reads a parameter of its own', async () => {
    expect(await letters({ code: 'abc', clientId: 'x', correlation: 'c-3' })).toBe('g');
  });
});

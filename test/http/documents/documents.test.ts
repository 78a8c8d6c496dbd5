import { describe, expect, it } from 'vitest';
import { wordFor } from '../../../src/app/documents/document-content.ts';
import { SECURITY_HEADERS } from '../../../src/http/security-headers.ts';
import type { DocumentKind } from '../../../src/ports/documents.ts';
import { operationNamed } from '../../support/api-description.ts';
import { type Call, call } from '../../support/http-call.ts';
import { TestSystem } from '../../support/test-system.ts';

const system = TestSystem.forEachTest();

const WINDOW = { name: 'weekdays', days: ['MON-FRI'], from: '08:00', to: '18:30', capacity: { min: 10 } };
const SCHEDULE = { id: 'office-hours', timeZone: 'Europe/Berlin', windows: [WINDOW] };
const POLICY = { id: 'render', pools: ['render-*'], mode: 'enforce' };
const RULE = {
  id: 'queue-is-long',
  source: 'generic',
  match: { type: 'queue.long' },
  act: { override: { account: 'demo', pool: 'render', capacity: { min: 4 }, until: 'PT4H' } },
};

/** What every answer carries. */
const HEADERS = SECURITY_HEADERS;
const JSON_HEADERS = { ...HEADERS, 'content-type': 'application/json' };
const PROBLEM_HEADERS = { ...HEADERS, 'content-type': 'application/problem+json' };
const ETAG = expect.stringMatching(/^"[0-9a-f]{16}"$/);

type Document = Readonly<Record<string, unknown>> & { readonly id: string };

function put(kind: DocumentKind, document: Document, { headers, ...rest }: Call = {}) {
  return call(operationNamed(`put-${wordFor(kind)}`), system.ports, {
    method: 'PUT',
    params: { id: document.id },
    body: document,
    ...rest,
    headers: { 'content-type': 'application/json', ...headers },
  });
}

function get(kind: DocumentKind, id: string, headers: Call['headers'] = {}) {
  return call(operationNamed(`get-${wordFor(kind)}`), system.ports, { params: { id }, headers });
}

function remove(kind: DocumentKind, id: string, headers: Call['headers'] = {}, query: Call['query'] = {}) {
  const asked = { method: 'DELETE', params: { id }, headers, query } as const;
  return call(operationNamed(`delete-${wordFor(kind)}`), system.ports, asked);
}

const DRY = { dryRun: 'true' };

/** Saves a document and gives its entity tag. */
async function saved(kind: DocumentKind, document: Document): Promise<string> {
  const { status, headers } = await put(kind, document);
  expect(status).toBe(201);
  return headers.get('etag') ?? '';
}

/** What the audit log says of documents, the oldest first. */
async function history() {
  const { records } = await system.ports.audit.page({ limit: 1000 });
  return records
    .toReversed()
    .map(({ actor, action, subject, reason, before, after }) => ({ actor, action, subject, reason, before, after }));
}

function headersOf({ headers }: { readonly headers: Headers }) {
  return Object.fromEntries(headers);
}

function invalidRequest(...errors: readonly object[]) {
  return {
    type: 'urn:lamplighter:problem:invalid-request',
    title: 'Invalid request',
    status: 400,
    detail: 'The request is not valid.',
    code: 'InvalidRequest',
    errors,
  };
}

function invalidDocument(name: string, errors: readonly object[]) {
  return {
    type: 'urn:lamplighter:problem:invalid-document',
    title: 'Invalid document',
    status: 400,
    detail: `${name} is not valid: nothing was saved.`,
    code: 'InvalidDocument',
    errors,
  };
}

describe('PUT of a document', () => {
  it.each([
    ['schedules', 'schedule.put', SCHEDULE],
    ['policies', 'policy.put', POLICY],
    ['rules', 'rule.put', RULE],
  ] as const)('makes a new one of %s, with a record of it', async (kind, action, document) => {
    const answer = await put(kind, document);
    expect(answer).toMatchObject({ status: 201, body: document });
    expect(headersOf(answer)).toEqual({ ...JSON_HEADERS, etag: ETAG, location: `/api/${kind}/${document.id}` });

    const read = await get(kind, document.id);
    expect(read).toMatchObject({ status: 200, body: document });
    expect(headersOf(read)).toEqual({ ...JSON_HEADERS, etag: answer.headers.get('etag') });
    expect(await history()).toEqual([
      {
        actor: 'http:function-key',
        action,
        subject: { document: `${kind}/${document.id}` },
        reason: `${kind}/${document.id} created`,
        before: undefined,
        after: document,
      },
    ]);
  });

  it('changes the version that the caller has seen, with a record of what it was and is', async () => {
    const etag = await saved('schedules', SCHEDULE);
    const changed = { ...SCHEDULE, timeZone: 'Asia/Tokyo' };
    const answer = await put('schedules', changed, { headers: { 'if-match': etag } });
    expect(answer).toMatchObject({ status: 200, body: changed });
    expect(headersOf(answer)).toEqual({ ...JSON_HEADERS, etag: ETAG });
    expect(answer.headers.get('etag')).not.toBe(etag);

    expect((await get('schedules', SCHEDULE.id)).body).toEqual(changed);
    expect((await history()).slice(1)).toEqual([
      {
        actor: 'http:function-key',
        action: 'schedule.put',
        subject: { document: 'schedules/office-hours' },
        reason: 'schedules/office-hours changed',
        before: SCHEDULE,
        after: changed,
      },
    ]);
  });

  it('changes whatever is there for If-Match: *', async () => {
    await saved('policies', POLICY);
    const changed = { ...POLICY, mode: 'observe' };
    expect(await put('policies', changed, { headers: { 'if-match': '*' } })).toMatchObject({
      status: 200,
      body: changed,
    });
  });

  it('warns of what has no effect, and keeps the document as it was sent', async () => {
    const policy = { ...POLICY, startFailure: { ladder: ['reboot', 'other-node', 'reboot', 'tell', 'reimage'] } };
    const answer = await put('policies', policy);
    expect(answer).toMatchObject({ status: 201, body: policy });
    expect(answer.body.warnings).toEqual([
      {
        path: '$.startFailure.ladder[1]',
        message: '"other-node" has no effect here: other nodes are always started first, before any repair',
      },
      { path: '$.startFailure.ladder[2]', message: '"reboot" has no effect here: each step is taken once' },
      { path: '$.startFailure.ladder[4]', message: '"reimage" has no effect here: "tell" ends the ladder' },
    ]);
    expect((await get('policies', 'render')).body).toEqual(policy);
    const other = await put('policies', { ...POLICY, id: 'other' });
    expect(other.body.warnings).toMatchObject([{ path: '$.pools[0]' }]);
  });

  it('warns of a rule that has no effect, and for a pool that is not there', async () => {
    const match = { 'data.length': { gte: 10, lte: 1 } };
    const { status, body } = await put('rules', { ...RULE, match });
    expect([status, body.warnings]).toEqual([
      201,
      [
        { path: '$.match["data.length"]', message: 'no number is from 10 to 1: no event meets this' },
        {
          path: '$.act.override.pool',
          message: 'the account "demo" has no pool "render": nothing is done for an event',
        },
      ],
    ]);
  });

  it('refuses pools that would wait for each other, and warns of a pool that nobody has', async () => {
    const first = await put('policies', { ...POLICY, pools: ['render'], dependsOn: [{ pool: 'cache' }] });
    expect(first).toMatchObject({ status: 201, body: { warnings: [{ path: '$.dependsOn[0].pool' }] } });
    const cache = { id: 'cache', pools: ['cache'], dependsOn: [{ pool: 'render' }] };
    expect(await put('policies', cache)).toMatchObject({
      status: 400,
      body: {
        errors: [
          {
            path: '$.dependsOn[0].pool',
            message: 'the pools of this policy would depend on themselves: render depends on cache',
          },
        ],
      },
    });
  });

  it('makes a new one for If-None-Match: *', async () => {
    expect((await put('policies', POLICY, { headers: { 'if-none-match': '*' } })).status).toBe(201);
  });

  it('asks for the version where a document is there and nothing is said', async () => {
    await saved('schedules', SCHEDULE);
    const answer = await put('schedules', { ...SCHEDULE, timeZone: 'Asia/Tokyo' });
    expect(headersOf(answer)).toEqual(PROBLEM_HEADERS);
    expect(answer).toMatchObject({ status: 428 });
    expect(answer.body).toEqual({
      type: 'urn:lamplighter:problem:precondition-required',
      title: 'Precondition required',
      status: 428,
      detail:
        "Schedule 'office-hours' exists. Send its ETag in If-Match to change it; GET /api/schedules/office-hours gives it.",
      code: 'PreconditionRequired',
    });
    expect((await get('schedules', SCHEDULE.id)).body).toEqual(SCHEDULE);
    expect(await history()).toHaveLength(1);
  });

  it.each([
    ['another version', { 'if-match': '"0123456789abcdef"' }, 'has been changed since'],
    ['one of other versions', { 'if-match': '"a", W/"b"' }, 'has been changed since'],
    ['nothing', { 'if-none-match': '*' }, 'is there already'],
  ])('changes nothing where the caller expects %s', async (_, headers, what) => {
    const etag = await saved('schedules', SCHEDULE);
    const answer = await put('schedules', { ...SCHEDULE, timeZone: 'Asia/Tokyo' }, { headers });
    expect(headersOf(answer)).toEqual(PROBLEM_HEADERS);
    expect(answer.status).toBe(412);
    expect(answer.body).toEqual({
      type: 'urn:lamplighter:problem:document-changed',
      title: 'Document changed',
      status: 412,
      detail: `schedules/office-hours ${what}: nothing was written. Read it again and decide anew.`,
      code: 'DocumentChanged',
    });
    const now = await get('schedules', SCHEDULE.id);
    expect([now.body, now.headers.get('etag')]).toEqual([SCHEDULE, etag]);
    expect(await history()).toHaveLength(1);
    // A dry run is refused as the request would be.
    expect((await put('schedules', SCHEDULE, { headers, query: DRY })).status).toBe(412);
  });

  it('tries nothing on a version that is gone', async () => {
    const etag = await saved('schedules', SCHEDULE);
    const stale = { 'if-match': '"0123456789abcdef"' };
    expect((await put('schedules', SCHEDULE, { headers: stale, query: DRY })).status).toBe(412);
    expect((await remove('schedules', SCHEDULE.id, stale, DRY)).status).toBe(412);
    for (const headers of [{}, { 'if-match': etag }]) {
      expect((await put('schedules', SCHEDULE, { headers, query: DRY })).status).toBe(200);
      expect((await remove('schedules', SCHEDULE.id, headers, DRY)).status).toBe(200);
    }
  });

  // RFC 9110, 13.1.1: "the server MUST use the strong comparison function", for which a weak tag equals none.
  it('changes nothing for the version that is there, where its tag is weak', async () => {
    const etag = await saved('schedules', SCHEDULE);
    const answer = await put(
      'schedules',
      { ...SCHEDULE, timeZone: 'Asia/Tokyo' },
      { headers: { 'if-match': `W/${etag}` } },
    );
    expect(answer).toMatchObject({ status: 412, body: { code: 'DocumentChanged' } });
    expect(await remove('schedules', SCHEDULE.id, { 'if-match': `W/${etag}` })).toMatchObject({ status: 412 });
  });

  it('changes the version that is one of those expected', async () => {
    const etag = await saved('schedules', SCHEDULE);
    const changed = { ...SCHEDULE, timeZone: 'Asia/Tokyo' };
    expect(await put('schedules', changed, { headers: { 'if-match': `"other",${etag}` } })).toMatchObject({
      status: 200,
    });
  });

  it('makes nothing where a version is expected and none is there', async () => {
    const answer = await put('schedules', SCHEDULE, { headers: { 'if-match': '"0123456789abcdef"' } });
    expect(answer).toMatchObject({ status: 412, body: { code: 'DocumentChanged' } });
    expect((await get('schedules', SCHEDULE.id)).status).toBe(404);
    expect(await history()).toEqual([]);
  });

  // RFC 9110, 13.1.1: "If the field value is "*", the condition is false if the origin server has no current representation".
  it('makes nothing for If-Match: * where nothing is there', async () => {
    expect((await put('schedules', SCHEDULE, { headers: { 'if-match': '*' } })).status).toBe(412);
  });

  it.each([
    ['a tag without quotes', { 'if-match': 'abc' }, 'If-Match'],
    ['tags without a comma', { 'if-match': '"a" "b"' }, 'If-Match'],
    ['nothing but that version', { 'if-none-match': '"abc"' }, 'If-None-Match'],
    ['both', { 'if-match': '*', 'if-none-match': '*' }, 'If-None-Match'],
  ])('refuses a precondition that it does not understand: %s', async (_, headers, path) => {
    const answer = await put('schedules', SCHEDULE, { headers });
    expect(answer.status).toBe(400);
    expect(answer.body).toEqual(invalidRequest({ path, message: expect.stringMatching(/"\*"|only one/) }));
    expect((await get('schedules', SCHEDULE.id)).status).toBe(404);
  });

  it.each([['the version'], ['*']])('writes nothing where the same is there already: If-Match is %s', async (match) => {
    const etag = await saved('schedules', SCHEDULE);
    const sent = { headers: { 'if-match': match === '*' ? '*' : etag }, body: JSON.stringify(SCHEDULE, null, 2) };
    const answer = await put('schedules', SCHEDULE, sent);
    expect(answer).toMatchObject({ status: 200, body: SCHEDULE });
    expect(headersOf(answer)).toEqual({ ...JSON_HEADERS, etag });
    expect(await history()).toHaveLength(1);
  });

  it.each([
    [428, {}],
    [412, { 'if-match': '"0123456789abcdef"' }],
    [412, { 'if-none-match': '*' }],
  ])('answers %i also where the same is there already, for %j', async (status, headers) => {
    await saved('schedules', SCHEDULE);
    expect((await put('schedules', SCHEDULE, { headers })).status).toBe(status);
  });

  it('lets one of many writers of the same version win', async () => {
    const etag = await saved('schedules', SCHEDULE);
    const writers = ['Asia/Tokyo', 'America/New_York', 'Etc/UTC'].map((timeZone) =>
      put('schedules', { ...SCHEDULE, timeZone }, { headers: { 'if-match': etag } }),
    );
    const answers = await Promise.all(writers);
    expect(answers.map(({ status }) => status).toSorted()).toEqual([200, 412, 412]);
    // Who was too late had announced a change, and has taken it back.
    const changes = (await history()).map(({ reason }) => (reason.includes('not written') ? -1 : 1));
    expect(changes.reduce((sum, change) => sum + change, 0)).toBe(2);
  });

  it('keeps the address of the schema that an editor is to use', async () => {
    const $schema = 'https://lamplighter.example/api/schemas/schedule';
    await saved('schedules', { $schema, ...SCHEDULE });
    expect((await get('schedules', SCHEDULE.id)).body).toEqual({ $schema, ...SCHEDULE });
  });

  it('keeps text in any script as it is, in the document and in the audit log', async () => {
    const windows = Array.from({ length: 60 }, (_, index) => ({
      ...WINDOW,
      name: `${index} Büro 営業時間 🏮 ${'ы'.repeat(60)}`,
    }));
    const schedule = { ...SCHEDULE, description: 'Öffnungszeiten – 🏮 "\\" \u0000\t\ud83c', windows };
    // Windows that ask for the same are warned of.
    expect((await put('schedules', schedule)).body).toMatchObject(schedule);
    expect((await get('schedules', SCHEDULE.id)).body).toEqual(schedule);
    expect((await history())[0]?.after).toEqual(schedule);
  });

  it('keeps a line separator, in the document and in the audit log', async () => {
    const schedule = { ...SCHEDULE, description: 'one\u2028two' };
    expect((await put('schedules', schedule)).body).toEqual(schedule);
    expect((await history())[0]?.after).toEqual(schedule);
  });
});

describe('PUT of a bad document', () => {
  async function expectNothingStored() {
    for (const kind of ['schedules', 'policies', 'rules'] as const) {
      expect((await call(operationNamed(`list-${kind}`), system.ports)).body).toEqual({ [kind]: [] });
    }
    expect(await history()).toEqual([]);
  }

  it('answers with every fault of a schedule and its place, and stores nothing', async () => {
    const answer = await put('schedules', {
      id: 'office-hours',
      owner: 'me',
      timeZone: 'Europe/Lummerland',
      windows: [
        { ...WINDOW, days: ['MON-FRI', 'MONDAY'], from: '8:00' },
        { ...WINDOW, name: 'nightly', capacity: { min: 5, max: 4 } },
      ],
      outside: { min: 0, most: 3 },
    });
    expect(headersOf(answer)).toEqual(PROBLEM_HEADERS);
    expect(answer.status).toBe(400);
    expect({ ...answer.body, errors: [] }).toEqual(invalidDocument("Schedule 'office-hours'", []));
    expect(new Map(answer.body.errors.map(({ path, message }: Record<string, string>) => [path, message]))).toEqual(
      new Map([
        ['$.timeZone', 'an IANA time zone is expected, such as "Europe/Berlin"; a fixed offset knows no clock changes'],
        [
          '$.windows[0].days[1]',
          'a weekday such as "MON", a range such as "MON-FRI", "MON#1", "FRI#L", or a day of the month such as "15" or "L" is expected',
        ],
        ['$.windows[0].from', 'a time of day from 00:00 to 23:59 is expected, such as "08:30"'],
        ['$.windows[1].capacity.max', 'the maximum is below the minimum'],
        ['$.outside.most', 'there is no such member'],
        ['$.owner', 'there is no such member'],
      ]),
    );
    expect(answer.body.errors).toHaveLength(6);
    await expectNothingStored();
  });

  it('answers with every schedule that a policy names and that is not there', async () => {
    await saved('schedules', SCHEDULE);
    const answer = await put('policies', { ...POLICY, schedules: ['nights', 'office-hours', 'weekends'] });
    expect(answer.status).toBe(400);
    expect(answer.body).toEqual(
      invalidDocument("Policy 'render'", [
        { path: '$.schedules[0]', message: "there is no schedule 'nights'" },
        { path: '$.schedules[2]', message: "there is no schedule 'weekends'" },
      ]),
    );
    expect((await get('policies', 'render')).status).toBe(404);
    expect(await history()).toHaveLength(1);
  });

  it('answers with an id other than in the address', async () => {
    const answer = await put('schedules', SCHEDULE, { params: { id: 'weekends' } });
    expect(answer.status).toBe(400);
    expect(answer.body).toEqual(
      invalidDocument("Schedule 'weekends'", [{ path: '$.id', message: "the address says 'weekends'" }]),
    );
    await expectNothingStored();
  });

  it('answers with another id and unknown schedules together with what is wrong in itself', async () => {
    const policy = { ...POLICY, schedules: ['nights'], owner: 'me' };
    const answer = await put('policies', policy, { params: { id: 'simulations' } });
    expect(answer.body.errors.map(({ path }: { path: string }) => path).toSorted()).toEqual([
      '$.id',
      '$.owner',
      '$.schedules[0]',
    ]);
  });

  it.each([['-a'], ['a/b'], ['..'], ['a'.repeat(65)], ['ä'], ['']])('refuses the id %j in the address', async (id) => {
    const answer = await put('schedules', SCHEDULE, { params: { id } });
    expect(answer.status).toBe(400);
    expect(answer.body).toEqual(invalidRequest({ path: 'id', message: expect.stringMatching(/^an id has 1 to 64/) }));
    await expectNothingStored();
  });

  it.each([
    ['__proto__', '{"id":"a","timeZone":"Etc/UTC","windows":[],"__proto__":{"mode":"enforce"}}', '$.__proto__'],
    ['constructor', '{"id":"a","timeZone":"Etc/UTC","windows":[],"constructor":{}}', '$.constructor'],
    [
      '__proto__ of a capacity',
      '{"id":"a","timeZone":"Etc/UTC","windows":[],"outside":{"min":0,"__proto__":{"max":0}}}',
      '$.outside.__proto__',
    ],
  ])('refuses the member %s', async (_, body, path) => {
    const answer = await put('schedules', { id: 'a' }, { body });
    expect(answer.status).toBe(400);
    expect(answer.body).toEqual(invalidRequest({ path, message: 'no member can have this name' }));
    expect(({} as { mode?: string }).mode).toBeUndefined();
    await expectNothingStored();
  });

  it.each([
    ['arrays', `${'['.repeat(500_000)}${']'.repeat(500_000)}`],
    ['objects', `${'{"a":'.repeat(150_000)}0${'}'.repeat(150_000)}`],
    ['windows', `{"id":"a","timeZone":"Etc/UTC","windows":${'['.repeat(400_000)}${']'.repeat(400_000)}}`],
  ])('refuses deep nesting: %s', async (_, body) => {
    expect(await put('schedules', { id: 'a' }, { body })).toMatchObject({
      status: 400,
      body: { code: 'InvalidDocument' },
    });
    await expectNothingStored();
  });

  it('refuses more windows than a schedule may have', async () => {
    const windows = Array.from({ length: 1_000 }, (_, index) => ({ ...WINDOW, name: `${index}` }));
    const answer = await put('schedules', { ...SCHEDULE, windows });
    expect(answer.status).toBe(400);
    expect(answer.body.errors).toEqual([{ path: '$.windows', message: 'at most 100 windows' }]);
  });

  it('refuses a list of days as long as the body allows', async () => {
    const days = Array.from({ length: 400_000 }, () => 0);
    expect((await put('schedules', { ...SCHEDULE, windows: [{ ...WINDOW, days }] })).status).toBe(400);
  });

  it('refuses a schedule too large to be kept', async () => {
    const days = Array.from({ length: 150_000 }, () => 'MON');
    expect((await put('schedules', { ...SCHEDULE, windows: [{ ...WINDOW, days }] })).status).toBe(400);
  });
});

describe('GET of documents', () => {
  it('says where to look for one that is not there', async () => {
    const answer = await get('policies', 'render');
    expect(headersOf(answer)).toEqual(PROBLEM_HEADERS);
    expect(answer.status).toBe(404);
    expect(answer.body).toEqual({
      type: 'urn:lamplighter:problem:document-not-found',
      title: 'Document not found',
      status: 404,
      detail: "There is no policy 'render'; GET /api/policies lists them.",
      code: 'DocumentNotFound',
    });
  });

  it.each([
    ['the tag', (etag: string) => etag],
    ['the tag, weak', (etag: string) => `W/${etag}`],
    ['the tag among others', (etag: string) => `"other", ${etag}`],
    ['*', () => '*'],
  ])('answers 304 without a body to who has it already: If-None-Match is %s', async (_, header) => {
    const etag = await saved('schedules', SCHEDULE);
    const answer = await get('schedules', SCHEDULE.id, { 'if-none-match': header(etag) });
    expect(answer).toMatchObject({ status: 304, body: undefined });
    expect(headersOf(answer)).toEqual({ ...HEADERS, etag });
  });

  it('answers in full to who has another version', async () => {
    await saved('schedules', SCHEDULE);
    const answer = await get('schedules', SCHEDULE.id, { 'if-none-match': '"0123456789abcdef"' });
    expect(answer).toMatchObject({ status: 200, body: SCHEDULE });
  });

  it('lists those of a kind, ordered by id', async () => {
    const [a, b] = ['a', 'b'].map((id) => ({ ...SCHEDULE, id }));
    for (const schedule of [b, a]) await saved('schedules', schedule as Document);
    await saved('policies', POLICY);
    const answer = await call(operationNamed('list-schedules'), system.ports);
    expect(answer).toMatchObject({ status: 200 });
    expect(headersOf(answer)).toEqual(JSON_HEADERS);
    expect(answer.body).toEqual({ schedules: [a, b] });
    expect((await call(operationNamed('list-policies'), system.ports)).body).toEqual({ policies: [POLICY] });
  });

  it('shows the text of one that is stored and cannot be read', async () => {
    await system.ports.documents.put({ kind: 'policies', id: 'broken', text: '{"id":', actor: 'somebody' }, 'absent');
    expect(await get('policies', 'broken')).toMatchObject({ status: 200, body: '{"id":' });
  });
});

describe('DELETE of a document', () => {
  it.each([
    ['schedules', 'schedule.delete', SCHEDULE],
    ['policies', 'policy.delete', POLICY],
    ['rules', 'rule.delete', RULE],
  ] as const)('removes the version that the caller has seen from %s, with a record', async (kind, action, document) => {
    const etag = await saved(kind, document);
    const answer = await remove(kind, document.id, { 'if-match': etag });
    expect(answer).toMatchObject({ status: 204, body: undefined });
    expect(headersOf(answer)).toEqual(HEADERS);
    expect((await get(kind, document.id)).status).toBe(404);
    expect((await history()).slice(1)).toEqual([
      {
        actor: 'http:function-key',
        action,
        subject: { document: `${kind}/${document.id}` },
        reason: `${kind}/${document.id} deleted`,
        before: document,
        after: undefined,
      },
    ]);
  });

  it('removes whatever is there for If-Match: *', async () => {
    await saved('policies', POLICY);
    expect((await remove('policies', POLICY.id, { 'if-match': '*' })).status).toBe(204);
  });

  it.each([
    [428, {}, 'PreconditionRequired', /^Send the ETag of policies\/render in If-Match to delete it; GET gives it\.$/],
    [412, { 'if-match': '"0123456789abcdef"' }, 'DocumentChanged', /^policies\/render has been changed since/],
    [412, { 'if-none-match': '*' }, 'DocumentChanged', /^policies\/render is there already/],
  ])('answers %i to %j and removes nothing', async (status, headers, code, detail) => {
    await saved('policies', POLICY);
    const answer = await remove('policies', POLICY.id, headers);
    expect(answer).toMatchObject({ status, body: { status, code, detail: expect.stringMatching(detail) } });
    expect((await get('policies', POLICY.id)).body).toEqual(POLICY);
    expect(await history()).toHaveLength(1);
  });

  it('answers 404 where nothing is there', async () => {
    const answer = await remove('policies', 'render', { 'if-match': '*' });
    expect(answer).toMatchObject({ status: 404, body: { detail: "There is no policy 'render'." } });
    expect(await history()).toEqual([]);
  });

  it('keeps a schedule that policies name, until none does', async () => {
    const etag = await saved('schedules', SCHEDULE);
    const policies = ['render', 'simulations'].map((id) => ({ ...POLICY, id, schedules: ['office-hours'] }));
    for (const policy of policies) await saved('policies', policy);
    await saved('policies', { ...POLICY, id: 'other' });
    const answer = await remove('schedules', SCHEDULE.id, { 'if-match': etag });
    expect(headersOf(answer)).toEqual(PROBLEM_HEADERS);
    expect(answer.status).toBe(409);
    expect(answer.body).toEqual({
      type: 'urn:lamplighter:problem:document-in-use',
      title: 'Document in use',
      status: 409,
      detail: "Schedule 'office-hours' is named by the policies 'render', 'simulations': take it out there first.",
      code: 'DocumentInUse',
    });
    expect((await get('schedules', SCHEDULE.id)).status).toBe(200);
    expect((await remove('schedules', SCHEDULE.id, {}, DRY)).body.code).toBe('DocumentInUse');

    for (const { id } of policies) expect((await remove('policies', id, { 'if-match': '*' })).status).toBe(204);
    expect((await remove('schedules', SCHEDULE.id, { 'if-match': etag })).status).toBe(204);
  });

  it('keeps no policy for the sake of a schedule of the same name', async () => {
    await saved('schedules', { ...SCHEDULE, id: 'render' });
    await saved('policies', { ...POLICY, schedules: ['render'] });
    expect((await remove('policies', 'render', { 'if-match': '*' })).status).toBe(204);
  });
});

describe('a query parameter', () => {
  it('is a fault where it is not known', async () => {
    const answer = await call(operationNamed('list-schedules'), system.ports, { query: { id: 'a', top: '5' } });
    expect(headersOf(answer)).toEqual(PROBLEM_HEADERS);
    expect(answer.status).toBe(400);
    expect(answer.body).toEqual(
      invalidRequest(
        { path: 'id', message: 'there is no such parameter' },
        { path: 'top', message: 'there is no such parameter' },
      ),
    );
  });

  it.each([['code'], ['clientId']])('is none of our business where the host reads it: %s', async (name) => {
    expect((await call(operationNamed('list-schedules'), system.ports, { query: { [name]: 'abc' } })).status).toBe(200);
  });

  it.each([
    ['GET', 'get-schedule'],
    ['PUT', 'put-schedule'],
    ['DELETE', 'delete-schedule'],
  ] as const)('is a fault also of a %s of one document', async (method, name) => {
    await saved('schedules', SCHEDULE);
    const answer = await call(operationNamed(name), system.ports, {
      method,
      params: { id: SCHEDULE.id },
      query: { 'dry-run': 'true' },
      headers: { 'content-type': 'application/json', 'if-match': '*' },
      ...(method === 'PUT' && { body: SCHEDULE }),
    });
    expect(answer.status).toBe(400);
  });
});

describe('a rule', () => {
  it('names an account that is managed', async () => {
    const act = { override: { ...RULE.act.override, account: 'nobody' } };
    const answer = await put('rules', { ...RULE, act });
    const message = "no account 'nobody' is configured";
    expect(answer.body).toEqual(invalidDocument("Rule 'queue-is-long'", [{ path: '$.act.override.account', message }]));
  });
});

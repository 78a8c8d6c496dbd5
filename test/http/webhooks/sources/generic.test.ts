import { beforeEach, describe, expect, it } from 'vitest';
import { saveDocument } from '../../../../src/app/documents/save-document.ts';
import type { Ports } from '../../../../src/app/ports.ts';
import { countRefusals } from '../../../../src/app/webhooks/refusals.ts';
import { receiveWebhook } from '../../../../src/http/webhooks/receive-webhook.ts';
import { call } from '../../../support/http-call.ts';
import { aSecret, signed } from '../../../support/signed-webhook.ts';
import { TestSystem } from '../../../support/test-system.ts';

const OLD = aSecret(1);
const NEW = aSecret(2);
const TEAM = aSecret(3);
const SECRETS = { WEBHOOK_SECRETS: JSON.stringify({ generic: [NEW, OLD], 'team-a': [TEAM] }) };

const system = TestSystem.forEachTest();
let ports: Ports;
beforeEach(async () => {
  await system.account.createPool('render', { dedicated: 0 });
  ports = system.compose(SECRETS);
});

const BODY = JSON.stringify({ type: 'work.planned', data: { tasks: 200, at: '2026-03-03T06:00:00Z' } });

const ANNOUNCE = {
  id: 'planned',
  source: 'generic',
  match: { type: 'work.*' },
  act: { announce: { account: 'demo', pool: 'render', slots: '{{data.tasks}}', by: '{{data.at}}' } },
};

function save(value: typeof ANNOUNCE) {
  return saveDocument(ports, { kind: 'rules', id: value.id, value, actor: 'test', expected: undefined });
}

function post(body: string | Uint8Array, headers: Record<string, string>, source = 'generic', by = ports) {
  return call(receiveWebhook, by, { method: 'POST', params: { source }, headers, body });
}

async function records(action?: string) {
  return (await ports.audit.page({ limit: 1000, action })).records;
}

/** Every row of every table: what a stranger has made us write. */
async function rows(): Promise<number> {
  let count = 0;
  for (const table of ['Audit', 'Claims', 'Demand', 'Overrides'])
    for await (const _ of system.storage.table(table).listEntities()) count += 1;
  return count;
}

describe('a signed delivery', () => {
  it('is applied, and written down without its body or its headers', async () => {
    await save(ANNOUNCE);
    const answer = await post(BODY, signed(BODY, { secrets: [NEW] }));
    const correlation = expect.stringMatching(/^[\da-f-]{36}$/);
    expect(answer).toMatchObject({ status: 200 });
    expect(answer.body).toEqual({
      correlation,
      status: 'applied',
      events: [
        {
          id: 'msg_1',
          status: 'applied',
          correlation: answer.body.correlation,
          rules: [
            {
              rule: 'planned',
              act: 'announce',
              outcome: 'applied',
              reason: "200 slots are announced for 'render' by 2026-03-03T06:00:00Z",
              correlation,
            },
          ],
        },
      ],
    });
    const [outcome] = answer.body.events[0].rules;
    expect(await records('webhook.received')).toMatchObject([
      {
        actor: 'webhook:generic',
        subject: { document: 'webhooks/generic' },
        reason: 'planned applied',
        correlation: answer.body.correlation,
        after: { event: 'msg_1', bytes: BODY.length, sha256: expect.stringMatching(/^[\da-f]{64}$/), rules: [outcome] },
      },
    ]);
    expect(await records('demand.announced')).toMatchObject([
      { actor: 'webhook:generic', correlation: outcome.correlation, after: { slots: 200 } },
    ]);
    expect(JSON.stringify(await records())).not.toMatch(/whsec_|v1,|work\.planned/);
  });

  it('is taken while secrets are exchanged: signed with the old, the new or both', async () => {
    for (const [index, secrets] of [[OLD], [NEW], [OLD, NEW], [aSecret(9), OLD]].entries()) {
      const answer = await post(BODY, signed(BODY, { id: `msg_${index}`, secrets }));
      expect(answer).toMatchObject({ status: 200, body: { status: 'ignored' } });
    }
    const after = system.compose({ WEBHOOK_SECRETS: JSON.stringify({ generic: [NEW] }) });
    const late = await post(BODY, signed(BODY, { id: 'msg_9', secrets: [OLD] }), 'generic', after);
    expect(late).toMatchObject({ status: 401, body: { code: 'SignatureInvalid' } });
  });

  it('may come by a source with a name of its own, signed with its secret alone', async () => {
    await save({ ...ANNOUNCE, source: 'team-a' });
    expect(await post(BODY, signed(BODY, { secrets: [TEAM] }), 'team-a')).toMatchObject({
      body: { status: 'applied' },
    });
    expect(await post(BODY, signed(BODY, { secrets: [NEW] }), 'team-a')).toMatchObject({ status: 401 });
    expect(await post(BODY, signed(BODY, { secrets: [TEAM] }), 'generic')).toMatchObject({ status: 401 });
  });

  it('may be a little old or early', async () => {
    for (const after of [-290, 290])
      expect((await post(BODY, signed(BODY, { id: `msg_${after}`, after, secrets: [NEW] }))).status).toBe(200);
  });

  it('that comes again is known, also to another process, and writes nothing', async () => {
    await save(ANNOUNCE);
    const first = await post(BODY, signed(BODY, { secrets: [NEW] }));
    const before = await rows();
    const again = await post(BODY, signed(BODY, { secrets: [OLD] }), 'generic', system.compose(SECRETS));
    expect(again).toMatchObject({
      status: 200,
      body: { status: 'duplicate', correlation: first.body.correlation, events: [{ status: 'duplicate' }] },
    });
    expect(await rows()).toBe(before);
  });
});

const TAMPERED = BODY.replace('200', '900');

describe('a delivery that proves nothing is refused', () => {
  it.each<[string, string | Uint8Array, Record<string, string>, string]>([
    ['without any header', BODY, { 'content-type': 'application/json' }, 'headers-missing'],
    ['without an id', BODY, { ...signed(BODY, { secrets: [NEW] }), 'webhook-id': '' }, 'headers-missing'],
    ['without a time', BODY, { ...signed(BODY, { secrets: [NEW] }), 'webhook-timestamp': '' }, 'headers-missing'],
    ['without a signature', BODY, { ...signed(BODY, { secrets: [NEW] }), 'webhook-signature': '' }, 'headers-missing'],
    ['with a forged signature', BODY, signed(BODY, { secrets: [aSecret(9)] }), 'signature-wrong'],
    ['with another body', TAMPERED, signed(BODY, { secrets: [NEW] }), 'signature-wrong'],
    ['with a space more', `${BODY} `, signed(BODY, { secrets: [NEW] }), 'signature-wrong'],
    ['under another id', BODY, { ...signed(BODY, { secrets: [NEW] }), 'webhook-id': 'msg_2' }, 'signature-wrong'],
    [
      'for another time',
      BODY,
      { ...signed(BODY, { secrets: [NEW] }), 'webhook-timestamp': moment(-1) },
      'signature-wrong',
    ],
    ['six minutes old', BODY, signed(BODY, { after: -360, secrets: [NEW] }), 'too-old'],
    ['six minutes early', BODY, signed(BODY, { after: 360, secrets: [NEW] }), 'too-new'],
    [
      'at no time',
      BODY,
      { ...signed(BODY, { secrets: [NEW] }), 'webhook-timestamp': `${moment(0)}x` },
      'timestamp-invalid',
    ],
    ['with a full stop in its id', BODY, signed(BODY, { id: 'a.1', secrets: [NEW] }), 'id-invalid'],
    ['with a long id', BODY, signed(BODY, { id: 'a'.repeat(257), secrets: [NEW] }), 'id-invalid'],
    ['with a signature of no version', BODY, { ...signed(BODY), 'webhook-signature': 'v1' }, 'signature-wrong'],
    [
      'with a thousand signatures',
      BODY,
      { ...signed(BODY), 'webhook-signature': 'v1,aaaa '.repeat(1000) },
      'signature-wrong',
    ],
  ])('%s', async (_, body, headers, reason) => {
    await save(ANNOUNCE);
    const answer = await post(body, headers);
    expect(answer).toMatchObject({ status: 401, body: { code: 'SignatureInvalid' } });
    expect(answer.body.detail).toBe((await post(BODY, signed(BODY, { secrets: [aSecret(8)] }), 'nobody')).body.detail);
    const [, refused] = await records('webhook.refused');
    expect(refused).toMatchObject({ actor: 'webhook:generic', reason });
    expect(await ports.announcements.listOf({ account: 'demo', poolId: 'render' })).toEqual([]);
  });

  it('to a source without secrets, whoever signs it', async () => {
    ports = system.compose();
    expect(await post(BODY, signed(BODY))).toMatchObject({ status: 401, body: { code: 'SignatureInvalid' } });
    for (const source of ['team-a', '../generic', 'GENERIC', '__proto__', 'a'.repeat(1000)])
      expect((await post(BODY, signed(BODY), source)).status).toBe(401);
    const [, ...unknown] = (await records('webhook.refused')).toReversed();
    expect(unknown.map(({ actor, reason }) => [actor, reason])).toEqual(
      Array.from({ length: 5 }, () => ['webhook:unknown', 'unknown-source']),
    );
  });
});

describe('a signed delivery that cannot be read is refused', () => {
  const sign = (body: string | Buffer) => signed(body, { secrets: [NEW] });
  const large = JSON.stringify('a'.repeat(1024 * 1024));
  const notText = Buffer.from([0x22, 0xc3, 0x28, 0x22]);

  it.each<[string, string | Buffer, number, string]>([
    ['no JSON', '{"a":', 400, 'InvalidRequest'],
    ['nothing', '', 400, 'InvalidRequest'],
    ['bytes that are no text', notText, 400, 'InvalidRequest'],
    ['more than a MiB', large, 413, 'BodyTooLarge'],
  ])('%s', async (_, body, status, code) => {
    expect(await post(body, sign(body))).toMatchObject({ status, body: { code } });
    expect(await records()).toMatchObject([{ action: 'webhook.refused', reason: code }]);
  });

  it('form data', async () => {
    const headers = { ...sign('a=1'), 'content-type': 'application/x-www-form-urlencoded' };
    expect(await post('a=1', headers)).toMatchObject({ status: 415, body: { code: 'UnsupportedMediaType' } });
  });

  it('and nothing of it is repeated', async () => {
    const answer = await post('hunter2', sign('hunter2'));
    expect(JSON.stringify([answer.body, await records()])).not.toContain('hunter2');
  });
});

describe('JSON that is meant to hurt', () => {
  it.each([
    ['deep', `${'['.repeat(200_000)}${']'.repeat(200_000)}`],
    ['wide', `{${Array.from({ length: 50_000 }, (_, index) => `"a${index}":1`).join()}}`],
    ['with a prototype', '{"__proto__":{"type":"work.planned"},"constructor":{"prototype":{"type":"work.planned"}}}'],
    ['a number', '1e999'],
  ])('does nothing where it is %s', async (_, body) => {
    await save(ANNOUNCE);
    expect(await post(body, signed(body, { secrets: [NEW] }))).toMatchObject({
      status: 200,
      body: { status: 'ignored' },
    });
  });
});

describe('a flood of bad signatures', () => {
  it('writes ten records an hour and one that counts the others', async () => {
    let wall = await system.now();
    // No request asks the emulator for the time: a busy machine would answer a thousand of them too late.
    const clock = { now: () => Promise.resolve(wall) };
    const { audit, newCorrelation } = ports;
    const refusals = countRefusals({ audit, newCorrelation, clock, wallClock: clock });
    ports = { ...ports, clock, refusals };
    const headers = signed(BODY, { secrets: [aSecret(9)] });
    const flood = (count: number) => Promise.all(Array.from({ length: count }, () => post(BODY, headers)));
    await flood(1);
    const before = await rows();
    const answers = await flood(1000);
    expect(new Set(answers.map(({ status }) => status))).toEqual(new Set([401]));
    expect(await records('webhook.refused')).toHaveLength(10);
    // Nine records; the head of their chain and the index rows stood there after the first but for those of correlations.
    expect((await rows()) - before).toBe(2 * 9);
    wall = wall.add({ minutes: 61 });
    await post(BODY, signed(BODY, { secrets: [NEW] }));
    const [summary] = await records('webhook.refused');
    expect(summary).toMatchObject({
      reason: expect.stringMatching(/^991 more since /),
      after: { count: 991, reasons: { 'signature-wrong': 991 } },
    });
    expect(await records('webhook.refused')).toHaveLength(11);
  });

  it('reads no table: it is refused also where none can be reached', async () => {
    const away = system.compose({ ...SECRETS, AzureWebJobsStorage: unreachable() });
    const ledger = { ...away, refusals: ports.refusals };
    expect((await post(BODY, signed(BODY, { secrets: [aSecret(9)] }), 'generic', ledger)).status).toBe(401);
  });
});

function moment(after: number): string {
  return String(Math.floor(Date.now() / 1000) + after);
}

/** A storage that nobody answers at. */
function unreachable(): string {
  return system.storage.connectionString.replaceAll(/127\.0\.0\.1:\d+/g, '127.0.0.1:9');
}

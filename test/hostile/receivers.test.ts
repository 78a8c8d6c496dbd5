import type { Socket } from 'node:net';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { outboundGet } from '../../src/adapters/outbound/outbound-get.ts';
import { receivers } from '../../src/adapters/outbound/receivers.ts';
import { retryAfterSeconds } from '../../src/app/outbound/retry-after.ts';
import { gateFailed } from '../../src/core/audit/events.ts';
import { MOST_ATTEMPTS, retryDelay } from '../../src/core/outbound/retry-delay.ts';
import { EventFlow } from '../app/outbound/support/event-flow.ts';
import { NOON } from '../support/builders.ts';
import { fuzzing } from './support/fuzzing.ts';
import { HostileReceiver, pour } from './support/hostile-receiver.ts';

/** Bytes that the buffers of the system take by themselves, and more: whoever got rid of more was listened to. */
const UNHEARD = 16 * 2 ** 20;
const PATIENCE_MS = 200;

const LINE = 'x'.repeat(65_536);
const OK = 'HTTP/1.1 200 OK\r\n';
const taken = (status: number, retryAfter?: string) => ({ kind: 'answered', status, retryAfter });
const refused = (reason: string) => ({ kind: 'failed', reason: expect.stringContaining(reason) });

function say(...texts: readonly string[]) {
  return (socket: Socket) => void socket.write(texts.join(''));
}

function sayAndPour(text: string, endless: string) {
  return (socket: Socket) => {
    socket.write(text);
    pour(socket, endless);
  };
}

/** What a receiver that was taken over answers, what that comes to, and the most bytes that it may get rid of. */
const ANSWERS: readonly (readonly [what: string, answer: (socket: Socket) => void, comesTo: object, most: number])[] = [
  ['a body of a terabyte', sayAndPour(`${OK}content-length: 1099511627776\r\n\r\n`, LINE), taken(200), UNHEARD],
  ['a body without end', sayAndPour(`${OK}\r\n`, LINE), taken(200), UNHEARD],
  [
    'chunks without end',
    sayAndPour(`${OK}transfer-encoding: chunked\r\n\r\n`, `10000\r\n${LINE}\r\n`),
    taken(200),
    UNHEARD,
  ],
  ['a compressed body', say(`${OK}content-encoding: gzip\r\n\r\n`, LINE), taken(200), UNHEARD],
  ['thousands of headers', say(OK, 'a: b\r\n'.repeat(3000), '\r\n'), taken(200), UNHEARD],
  ['a header without end', sayAndPour(`${OK}a: `, LINE), refused('HPE_HEADER_OVERFLOW'), UNHEARD],
  ['headers without end', sayAndPour(OK, `a: ${'b'.repeat(1000)}\r\n`), refused('HPE_HEADER_OVERFLOW'), UNHEARD],
  ['half its headers, and nothing more', say(OK, 'a: b\r\n'), refused('no answer within 0.2 s'), 1000],
  ['nothing', () => undefined, refused('no answer within 0.2 s'), 0],
  [
    'announcements without end',
    sayAndPour('', 'HTTP/1.1 103 Early Hints\r\nlink: </a>\r\n\r\n'.repeat(1000)),
    refused('it sends interim responses without end'),
    UNHEARD,
  ],
  [
    'another protocol',
    say('HTTP/1.1 101 Switching Protocols\r\nconnection: upgrade\r\nupgrade: other\r\n\r\n', 'hello'),
    refused('it responds with a change of the protocol'),
    1000,
  ],
  [
    'that it is elsewhere',
    say('HTTP/1.1 307 Go\r\nlocation: http://169.254.169.254/\r\ncontent-length: 0\r\n\r\n'),
    taken(307),
    1000,
  ],
  ['no HTTP', say('SSH-2.0-OpenSSH_9.2\r\n'), refused('HPE_INVALID_CONSTANT'), 1000],
  ['a status that there is not', say('HTTP/1.1 99999 No\r\n\r\n'), refused('HPE_INVALID_STATUS'), 1000],
  ['a length that is none', say(`${OK}content-length: -1\r\n\r\n`), refused('HPE_INVALID_CONTENT_LENGTH'), 1000],
  ['two lengths', say(`${OK}content-length: 1\r\ncontent-length: 2\r\n\r\n`), refused('HPE_'), 1000],
  ['the end of the connection', (socket) => socket.end(), refused('it broke off'), 0],
  ['a reset', (socket) => socket.resetAndDestroy(), refused('it broke off'), 0],
  ['its wish twice', say('HTTP/1.1 503 No\r\nretry-after: 1\r\nretry-after: 9\r\n\r\n'), taken(503, '1'), 1000],
];

describe('a receiver that answers', () => {
  let receiver: HostileReceiver;
  beforeAll(async () => {
    receiver = await HostileReceiver.start();
  });
  afterAll(() => receiver.close());

  it.each(ANSWERS)('%s costs one connection and few bytes', async (_, answer, comesTo, most) => {
    Object.assign(receiver, { answer, sent: 0, connections: 0 });
    const credential = (): never => {
      throw new Error('Nobody signs in here.');
    };
    const { post } = receivers({ hosts: [receiver.host], credential, patienceMs: PATIENCE_MS });
    expect(await post(new URL(`http://${receiver.host}/`), { headers: {}, body: '{}' })).toEqual(comesTo);
    await receiver.left();
    expect(receiver.connections).toBe(1);
    expect(receiver.sent).toBeLessThanOrEqual(most);
  });

  it.each(ANSWERS)('%s as the host of a calendar costs no more', async (_, answer, __, most) => {
    Object.assign(receiver, { answer, sent: 0, connections: 0 });
    await outboundGet(new URL(`http://${receiver.host}/a.ics`), {
      hosts: [receiver.host],
      headers: {},
      mostBytes: 2 ** 20,
      patienceMs: PATIENCE_MS,
    }).catch((error: unknown) => expect(error).toMatchObject({ name: 'OutboundFailure' }));
    await receiver.left();
    expect(receiver.sent).toBeLessThanOrEqual(most);
  });
});

describe('any wish for a later attempt', () => {
  const header = () =>
    fc.oneof(
      fc.string({ maxLength: 200 }),
      fc.constantFrom(
        '-1',
        '1e9',
        '999999999',
        '0x10',
        'Infinity',
        '9'.repeat(16_000),
        'Fri, 31 Dec 9999 23:59:59 GMT',
      ),
      fc.constantFrom('Thu, 01 Jan 1970 00:00:00 GMT', 'Mon, 99 Foo 2026', '٣', '1, 2', '12:00', 'Z'.repeat(16_000)),
      fc.date({ noInvalidDate: true }).map((date) => date.toUTCString()),
      fc.integer().map(String),
    );

  it('is followed for six hours at the most, and never brings an attempt forward', () => {
    const attempts = fc.integer({ min: 1, max: MOST_ATTEMPTS - 1 });
    fc.assert(
      fc.property(header(), attempts, (text, made) => {
        const wishSeconds = retryAfterSeconds(text, NOON);
        const wished = retryDelay(made, { chance: 0, wishSeconds })?.total('seconds') ?? Number.NaN;
        const alone = retryDelay(made, { chance: 0, wishSeconds: undefined })?.total('seconds') ?? Number.NaN;
        expect(wished).toBeGreaterThanOrEqual(alone);
        expect(wished).toBeLessThanOrEqual(6 * 3600);
      }),
      fuzzing(2000),
    );
  });
});

describe('a subscription with a hostile receiver', () => {
  const flow = EventFlow.forEachTest();

  it('costs nine attempts, one delivery and one record, whatever it answers', async () => {
    const receiver = await HostileReceiver.start();
    const ports = flow.compose({ LAMPLIGHTER_OUTBOUND_HOSTS: receiver.host });
    flow.ports = ports;
    await flow.subscribe({ url: `http://${receiver.host}/` });
    const context = {
      at: NOON,
      actor: 'a',
      pool: { account: 'demo', poolId: 'render' },
      correlation: 'c',
      policy: 'p',
    };
    await ports.audit.append([gateFailed(context, { nodeId: 'n', reason: 'r', remedy: 'r' })]);
    const named = [
      'announcements without end',
      'another protocol',
      'that it is elsewhere',
      'no HTTP',
      'a header without end',
    ];
    const answers = ANSWERS.filter(([what]) => named.includes(what)).map(([, answer]) => answer);
    answers.push(say('HTTP/1.1 503 No\r\nretry-after: ', '9'.repeat(8000), '\r\n\r\n'));
    receiver.answer = (socket) => answers[receiver.connections % answers.length]?.(socket);
    await flow.run();
    for (let attempt = 1; attempt < MOST_ATTEMPTS + 3; attempt += 1) await flow.again(await flow.delivery());
    await flow.poison();
    await receiver.close();
    expect(receiver.connections).toBe(MOST_ATTEMPTS);
    const { status, attempts } = await flow.delivery();
    expect([status, attempts.length]).toEqual(['given-up', MOST_ATTEMPTS]);
    expect(JSON.stringify(attempts).length).toBeLessThan(MOST_ATTEMPTS * 300);
    expect(await flow.recorded('delivery.given-up')).toHaveLength(1);
  });
});

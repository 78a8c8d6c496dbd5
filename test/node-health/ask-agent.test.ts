import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { askAgent } from '../../src/node-health/ask-agent.ts';
import { askWithin } from '../../src/node-health/ask-within.ts';
import type { Signal } from '../../src/node-health/signal.ts';
import { PATIENCE_MS } from '../support/patience.ts';
import { answer, nobodysUrl, type SaidBytes, StandIn } from './support/stand-in.ts';

let agent: StandIn;
beforeEach(async () => {
  agent = await StandIn.start();
});
afterEach(() => agent.close());

function signal(given: { url?: string; healthyPattern?: RegExp; timeoutMs?: number } = {}): Promise<Signal> {
  const { url = agent.url, timeoutMs = PATIENCE_MS, ...pattern } = given;
  return askWithin(askAgent({ url: new URL(url), ...pattern }), { timeoutMs, closing: new AbortController().signal });
}

describe('the Batch node agent', () => {
  it.each([
    // What it is documented to say
    ['the word healthy', answer(200, 'healthy'), 'Healthy: says healthy'],
    ['the word unhealthy', answer(200, 'unhealthy'), 'Unhealthy: says unhealthy'],
    ['a healthy rich state', answer(200, '{"ApplicationHealthState":"Healthy"}'), 'Healthy: says healthy'],
    ['an unhealthy rich state', answer(200, '{"ApplicationHealthState":"Unhealthy"}'), 'Unhealthy: says unhealthy'],
    // Any other response
    ['nothing', answer(200, ''), 'Unknown: answer not understood'],
    ['a page', answer(200, '<html>healthy</html>'), 'Unknown: answer not understood'],
    ['half a rich state', answer(200, '{"ApplicationHealthState":"Heal'), 'Unknown: answer not understood'],
    ['a state of its own', answer(200, '{"ApplicationHealthState":"Busy"}'), 'Unknown: says unknown'],
    ['another 2xx', answer(201, 'healthy'), 'Unknown: status 201'],
    ['404', answer(404, 'healthy'), 'Unknown: status 404'],
    ['500', answer(500, 'unhealthy'), 'Unknown: status 500'],
    ['a redirection', answer(302, 'healthy', 'location: /health\r\n'), 'Unknown: status 302'],
    // Not even a whole answer
    ['no HTTP', { text: 'healthy\r\n\r\n' }, /^Unknown: no answer \(HPE_/],
    ['garbage', { text: '\u0000\u0001\u0002' }, /^Unknown: no answer \(HPE_/],
    ['by closing the connection', { text: '' }, 'Unknown: connection broken off'],
    [
      'less than it announces',
      { text: 'HTTP/1.1 200 OK\r\ncontent-length: 20\r\n\r\nhealthy' },
      'Unknown: connection broken off',
    ],
    [
      'chunks without the last',
      { text: 'HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n7\r\nhealthy\r\n' },
      'Unknown: connection broken off',
    ],
    [
      'by switching protocols',
      { text: 'HTTP/1.1 101 Upgrade\r\nconnection: upgrade\r\nupgrade: x\r\n\r\n' },
      'Unknown: answer of another protocol',
    ],
    ['64 KiB and more', answer(200, 'healthy'.padEnd(70_000)), 'Unknown: answer of more than 64 KiB'],
  ] as readonly (readonly [string, SaidBytes, string | RegExp])[])(
    'that answers %s gives its signal',
    async (_, says, expected) => {
      agent.says = says;
      const { state, reason } = await signal();
      expect(`${state}: ${reason}`).toMatch(expected);
      expect(agent.asked).toHaveLength(1);
    },
  );

  it.each([
    ['nothing', { text: '', end: false }],
    ['a beginning', { text: 'HTTP/1.1 200 OK\r\ncontent-length: 7\r\n\r\nheal', end: false }],
  ])('that answers %s and goes on waiting is unknown', async (_, says) => {
    agent.says = says;
    expect(await signal({ timeoutMs: 100 })).toEqual({ state: 'Unknown', reason: 'no answer within 0.1 s' });
  });

  it('that answers without an end is unknown as soon as it is too much', async () => {
    agent.says = (socket) => {
      socket.write('HTTP/1.1 200 OK\r\n\r\n');
      const more = () => void socket.write('healthy '.repeat(1000), (error) => error ?? setImmediate(more));
      more();
    };
    expect(await signal()).toEqual({ state: 'Unknown', reason: 'answer of more than 64 KiB' });
  });

  it('that is not there is unknown', async () => {
    expect(await signal({ url: await nobodysUrl() })).toEqual({ state: 'Unknown', reason: 'nobody listens' });
  });

  it('may be healthy in words of its own, but not unhealthy', async () => {
    const healthyPattern = /^(?:.*: healthy|(?:un)?healthy now)$/i;
    const found: string[] = [];
    for (const body of ['state: Healthy', 'state: healthy?', 'healthy now', 'unhealthy now']) {
      agent.says = answer(200, body);
      found.push((await signal({ healthyPattern })).state);
    }
    expect(found).toEqual(['Healthy', 'Unknown', 'Healthy', 'Unknown']);
  });
});

import { execFile } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { createServer, type Server } from 'node:https';
import type { AddressInfo } from 'node:net';
import { promisify } from 'node:util';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { receivers } from '../../../src/adapters/outbound/receivers.ts';
import { Receiver } from '../../support/receiver.ts';
import { type SelfSigned, selfSigned } from '../../support/self-signed.ts';

let receiver: Receiver;
beforeAll(async () => {
  receiver = await Receiver.start();
});
afterAll(() => receiver.close());
beforeEach(() => receiver.reset());

const SENT = { headers: { 'content-type': 'application/json', 'webhook-id': '1' }, body: '{"a":"ü"}' };

const noCredential = (): never => {
  throw new Error('Nobody signs in here.');
};

function post(url: string, { hosts = [receiver.host], patienceMs = 10_000 } = {}) {
  return receivers({ hosts, patienceMs, credential: noCredential }).post(new URL(url), SENT);
}

describe('Azure Communication Services', () => {
  const credential = () => ({
    getToken: async (scope: string | string[]) => ({ token: `for ${scope}`, expiresOnTimestamp: 0 }),
  });

  it('is signed in to, with a token of its own', async () => {
    const { post: send } = receivers({ hosts: [receiver.host], credential });
    expect(await send(new URL(receiver.url), { ...SENT, signsIn: true })).toMatchObject({ status: 204 });
    expect(receiver.received[0]?.headers['authorization']).toBe('Bearer for https://communication.azure.com/.default');
  });

  it.each([
    'https://communication.azure.com.evil.example/',
    'https://evilcommunication.azure.com/',
    'http://contoso.communication.azure.com/',
    'https://hooks.example/',
  ])('alone is given a token: not %s', async (url) => {
    const { post: send, whyNot } = receivers({ hosts: [], credential: noCredential });
    const reason = expect.stringMatching(/^e-mails go to an endpoint of Azure Communication Services/);
    expect(await send(new URL(url), { ...SENT, signsIn: true })).toEqual({ kind: 'failed', reason });
    expect(await whyNot(new URL(url), true)).toEqual(reason);
  });

  it('is not asked where the app cannot sign in', async () => {
    const refused = () => ({ getToken: () => Promise.reject(new Error('no identity')) });
    const { post: send } = receivers({ hosts: [receiver.host], credential: refused });
    expect(await send(new URL(receiver.url), { ...SENT, signsIn: true })).toEqual({
      kind: 'failed',
      reason: 'the app could not sign in to Azure Communication Services: no identity',
    });
    expect(receiver.received).toEqual([]);
  });
});

describe('a receiver', () => {
  it('is sent a body with its headers, and its status is what counts', async () => {
    receiver.answers.push((_, response) => response.writeHead(503, { 'retry-after': '7' }).end());
    expect(await post(receiver.url)).toEqual({ kind: 'answered', status: 503, retryAfter: '7' });
    expect(receiver.received).toMatchObject([
      { method: 'POST', path: '/events', body: SENT.body, headers: { ...SENT.headers, 'content-length': '10' } },
    ]);
  });

  it('is not followed where it leads elsewhere', async () => {
    receiver.answers.push((_, response) => response.writeHead(307, { location: receiver.url }).end());
    expect(await post(receiver.url)).toMatchObject({ kind: 'answered', status: 307 });
    expect(receiver.received).toHaveLength(1);
  });

  it('may say what it wants for as long as it wants: nobody listens', async () => {
    receiver.answers.push((_, response) => {
      response.writeHead(200, { 'content-encoding': 'gzip' });
      const pour = (): void => {
        while (!response.destroyed && response.write('x'.repeat(65_536)));
        if (!response.destroyed) response.once('drain', pour);
      };
      pour();
    });
    expect(await post(receiver.url)).toMatchObject({ kind: 'answered', status: 200 });
  });

  it('has so long to answer, and no longer', async () => {
    receiver.answers.push(() => undefined);
    expect(await post(receiver.url, { patienceMs: 50 })).toEqual({ kind: 'failed', reason: 'no answer within 0.05 s' });
  });

  it.each([
    ['http', 'http://hooks.example/', 'only https'],
    ['this machine', 'https://127.0.0.1/', 'not in the internet'],
    ['this machine in one number', 'https://2130706433/', 'not in the internet'],
    ['this machine in octal', 'https://0177.0.0.1/', 'not in the internet'],
    ['this machine in IPv6', 'https://[::1]/', 'not in the internet'],
    ['this machine as IPv4 in IPv6', 'https://[::ffff:127.0.0.1]/', 'not in the internet'],
    ['a private network', 'https://10.0.0.4/', 'not in the internet'],
    ['the metadata of a cloud', 'https://169.254.169.254/', 'not in the internet'],
    ['a name that leads to this machine', 'https://localhost/', 'not in the internet'],
    ['a password', 'https://me:secret@hooks.example/', 'with a password'],
  ])('is not posted to at %s, and is said to be none beforehand', async (_, url, reason) => {
    expect(await post(url, { hosts: [] })).toMatchObject({ kind: 'failed', reason: expect.stringContaining(reason) });
    expect(await receivers({ hosts: [], credential: noCredential }).whyNot(new URL(url))).toContain(reason);
  });

  it('is looked up beforehand, and not posted to', async () => {
    const { whyNot } = receivers({ hosts: [receiver.host], credential: noCredential });
    expect(await whyNot(new URL(receiver.url))).toBeUndefined();
    expect(await whyNot(new URL('https://1.1.1.1/'))).toBeUndefined();
    // no name server is asked for a label so long
    expect(await whyNot(new URL(`https://${'x'.repeat(64)}.example/`))).toBe('its host is not known');
    expect(receiver.received).toEqual([]);
  });
});

describe('a receiver over TLS', () => {
  let tls: SelfSigned;
  let server: Server;
  let requests = 0;
  beforeAll(async () => {
    tls = selfSigned();
    server = createServer({ cert: tls.text, key: readFileSync(tls.key) }, (_, response) => {
      requests += 1;
      response.writeHead(204).end();
    });
    await new Promise<void>((resolve) => {
      server.listen(0, '127.0.0.1', resolve);
    });
  });
  afterAll(async () => {
    await new Promise((resolve) => server.close(resolve));
    tls.remove();
  });

  /** What a process of its own, with such an environment, hears when it posts. */
  async function heard(environment: Readonly<Record<string, string>>): Promise<unknown> {
    const { port } = server.address() as AddressInfo;
    const script = `
      import { receivers } from '${new URL('../../../src/adapters/outbound/receivers.ts', import.meta.url)}';
      const answer = await receivers({ hosts: ['127.0.0.1'], credential: () => undefined }).post(new URL('https://127.0.0.1:${port}/'), { headers: {}, body: '{}' });
      console.log(JSON.stringify(answer));`;
    const { stdout } = await promisify(execFile)(process.execPath, ['--input-type=module', '-e', script], {
      env: { ...process.env, ...environment },
    });
    return JSON.parse(stdout);
  }

  it('is posted to where its certificate is trusted', async () => {
    expect(await heard({ NODE_EXTRA_CA_CERTS: tls.certificate })).toEqual({ kind: 'answered', status: 204 });
    expect(requests).toBe(1);
  });

  it('is not where it is not, whatever the environment says', async () => {
    const untrusted = { kind: 'failed', reason: 'DEPTH_ZERO_SELF_SIGNED_CERT' };
    expect(await heard({})).toEqual(untrusted);
    expect(await heard({ NODE_TLS_REJECT_UNAUTHORIZED: '0' })).toEqual(untrusted);
    expect(requests).toBe(1);
  });
});

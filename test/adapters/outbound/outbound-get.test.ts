import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { OutboundFailure } from '../../../src/adapters/outbound/outbound-failure.ts';
import { type OutboundOptions, outboundGet } from '../../../src/adapters/outbound/outbound-get.ts';
import { WebServer } from '../../support/web-server.ts';

let web: WebServer;
let other: WebServer;
beforeAll(async () => {
  [web, other] = await Promise.all([WebServer.start(), WebServer.start()]);
});
afterAll(() => Promise.all([web.close(), other.close()]));
beforeEach(() => {
  web.requests.length = 0;
  other.requests.length = 0;
  other.answer = { text: 'from the other' };
});

function options(overrides: Partial<OutboundOptions> = {}): OutboundOptions {
  return { hosts: [web.host], headers: {}, mostBytes: 1024, patienceMs: 10_000, ...overrides };
}

async function failure(address: URL | string, overrides: Partial<OutboundOptions> = {}): Promise<string> {
  const error: unknown = await outboundGet(new URL(address), options(overrides)).catch((thrown: unknown) => thrown);
  expect(error).toBeInstanceOf(OutboundFailure);
  return (error as OutboundFailure).message;
}

describe('outboundGet', () => {
  it('gives status, headers and body of a host that is allowed', async () => {
    web.answer = { status: 203, headers: { etag: '"1"' }, text: 'Grüße' };
    const { status, headers, body } = await outboundGet(web.url(), options({ headers: { 'if-none-match': '"0"' } }));
    expect([status, headers.etag, body.toString()]).toEqual([203, '"1"', 'Grüße']);
    expect(web.requests[0]?.headers).toMatchObject({ 'if-none-match': '"0"', 'accept-encoding': 'identity' });
  });

  it('knows a host that is allowed with every port', async () => {
    web.answer = { text: 'x' };
    expect((await outboundGet(web.url(), options({ hosts: ['127.0.0.1'] }))).status).toBe(200);
    const byName = new URL(`http://LocalHost:${web.port}/`);
    expect((await outboundGet(byName, options({ hosts: ['LOCALHOST'] }))).status).toBe(200);
  });

  it.each([
    ['http', 'http://calendar.example/', 'only https is fetched'],
    ['another scheme', 'file:///etc/passwd', 'only https is fetched'],
    ['this machine', 'https://127.0.0.1/', 'not in the internet'],
    ['this machine in one number', 'https://2130706433/', 'not in the internet'],
    ['this machine in octal', 'https://0177.0.0.1/', 'not in the internet'],
    ['this machine in IPv6', 'https://[::1]/', 'not in the internet'],
    ['this machine as IPv4 in IPv6', 'https://[::ffff:127.0.0.1]/', 'not in the internet'],
    ['the metadata of a cloud', 'https://169.254.169.254/metadata/instance', 'not in the internet'],
    ['a private network', 'https://10.0.0.4/', 'not in the internet'],
    // looked up, and refused by what comes of it
    ['this machine by name', 'https://localhost/', 'not in the internet'],
    ['a password', 'https://me:secret@calendar.example/', 'with a password'],
  ])('refuses %s', async (_, address, reason) => {
    expect(await failure(address, { hosts: [] })).toContain(reason);
  });

  it('refuses a host that is not allowed with this port', async () => {
    expect(await failure(other.url())).toContain('only https');
    expect(await failure(`https://127.0.0.1:${other.port}/`)).toContain('not in the internet');
    expect(other.requests).toEqual([]);
  });

  it('follows where an answer leads, and checks that too', async () => {
    web.answer = ({ url }) => (url === '/a' ? { status: 302, headers: { location: '/b' } } : { text: 'there' });
    expect((await outboundGet(web.url('/a'), options())).body.toString()).toBe('there');
    for (const location of [other.url().href, 'https://169.254.169.254/', 'file:///etc/passwd']) {
      web.answer = { status: 301, headers: { location } };
      expect(await failure(web.url())).toMatch(/only https|not in the internet/);
    }
    expect(other.requests).toEqual([]);
    web.answer = { status: 307, headers: { location: '/again' } };
    expect(await failure(web.url())).toBe('it leads further more than 3 times');
  });

  it('reads no more than it may', async () => {
    web.answer = { text: 'x'.repeat(1024) };
    expect((await outboundGet(web.url(), options())).body).toHaveLength(1024);
    web.answer = { text: 'x'.repeat(1025) };
    expect(await failure(web.url())).toBe('it is larger than 1 KiB');
    // one that never ends
    web.answer = (_, response) => {
      const pour = (): void => {
        while (!response.destroyed && response.write('x'.repeat(512)));
        if (!response.destroyed) response.once('drain', pour);
      };
      pour();
      return undefined;
    };
    expect(await failure(web.url())).toBe('it is larger than 1 KiB');
  });

  it('gives up on one that does not answer, does not end, breaks off, or is not there', async () => {
    web.answer = () => undefined;
    expect(await failure(web.url(), { patienceMs: 50 })).toBe('no answer within 0.05 s');
    web.answer = (_, response) => {
      response.write('x');
      return undefined;
    };
    expect(await failure(web.url(), { patienceMs: 50 })).toBe('no answer within 0.05 s');
    web.answer = (_, response) => {
      response.writeHead(200, { 'content-length': '100' }).write('x', () => response.destroy());
      return undefined;
    };
    expect(await failure(web.url())).toBe('it broke off');
    expect(await failure('http://127.0.0.1:1/', { hosts: ['127.0.0.1'] })).toBe('ECONNREFUSED');
  });

  it('takes no packed answer, which could be any size', async () => {
    web.answer = { headers: { 'content-encoding': 'gzip' }, text: 'x' };
    expect(await failure(web.url())).toBe('it answers in gzip, which was not requested');
  });
});

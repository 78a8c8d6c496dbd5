import { once } from 'node:events';
import { Agent, type IncomingMessage, request as post } from 'node:http';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Runner, startRunner } from '../../src/local/runner/start-runner.ts';
import { NOON } from '../support/builders.ts';

let runner: Runner;
const said: string[] = [];

beforeAll(async () => {
  runner = await startRunner({
    root: fileURLToPath(new URL('./fixture-stream', import.meta.url)),
    settings: {},
    clock: { now: () => NOON, speed: 0 },
    functionKey: 'the-key',
    log: (_level, message) => said.push(message),
  });
});
afterAll(() => runner.close());

function send(path: string, init: RequestInit = {}): Promise<Response> {
  return fetch(`${runner.url}/v1/${path}`, init);
}

describe('an app with HTTP streaming', () => {
  it('is handed method, params, query, headers and body, and its answer comes back', async () => {
    const response = await send('things/a%20b?q=1&r=%C3%A4', {
      method: 'POST',
      headers: { 'x-functions-key': 'the-key', 'x-some': 'thing' },
      body: 'hällo',
    });
    expect(response.status).toBe(201);
    expect(response.headers.get('x-name')).toBe('echo');
    expect(response.headers.get('x-ms-invocation-id')).toBeNull();
    expect(await response.json()).toEqual({
      url: `${runner.url}/v1/things/a%20b?q=1&r=%C3%A4`,
      method: 'POST',
      params: { id: 'a b' },
      query: { q: '1', r: 'ä' },
      header: 'thing',
      body: 'hällo',
    });
  });

  it('asks for the key all the same', async () => {
    expect((await send('things/a')).status).toBe(401);
    expect((await send('nothing')).status).toBe(404);
  });

  it('sends an answer while it is made', async () => {
    const reader = (await send('pieces')).body?.getReader();
    expect(Buffer.from((await reader?.read())?.value ?? []).toString()).toBe('one');
    expect((await send('release', { method: 'POST' })).status).toBe(204);
    expect(Buffer.from((await reader?.read())?.value ?? []).toString()).toBe('two');
    expect((await reader?.read())?.done).toBe(true);
  });

  it('breaks the connection where an answer fails halfway', async () => {
    const reader = (await send('breaks')).body?.getReader();
    expect(Buffer.from((await reader?.read())?.value ?? []).toString()).toBe('one');
    await send('break', { method: 'POST' });
    await expect(reader?.read()).rejects.toThrow();
    expect(said.join()).toContain('no luck');
  });

  it('answers 500 where a function fails', async () => {
    const response = await send('fails', { method: 'PUT' });
    expect([response.status, await response.text()]).toEqual([500, '']);
  });

  it('takes the next request on a connection after a body that nobody has read', async () => {
    const agent = new Agent({ keepAlive: true, maxSockets: 1 });
    const statuses: number[] = [];
    for (const body of [Buffer.alloc(1024 * 1024 + 1), '', '']) {
      const request = post({ agent, path: '/v1/release', method: 'POST', ...addressOf(runner) });
      request.end(body);
      const [response] = (await once(request, 'response')) as [IncomingMessage];
      await once(response.resume(), 'end');
      statuses.push(response.statusCode ?? 0);
    }
    agent.destroy();
    expect(statuses).toEqual([204, 204, 204]);
  });

  it('answers a body of many megabytes that it does not read', async () => {
    const request = post({ path: '/v1/release', method: 'POST', ...addressOf(runner) });
    const sent = once(request, 'finish');
    request.end(Buffer.alloc(32 * 1024 * 1024));
    const [response] = (await once(request, 'response')) as [IncomingMessage];
    expect(response.resume().statusCode).toBe(204);
    // What is left of the body is let go as it comes.
    await sent;
  });

  it('takes no other host for its own in a path that begins with two slashes', async () => {
    for (const path of ['//example.com/v1/release', '/\\\\example.com/v1/release', 'http://example.com/v1/release']) {
      const request = post({ path, method: 'POST', ...addressOf(runner) });
      request.end();
      const [response] = (await once(request, 'response')) as [IncomingMessage];
      expect(response.resume().statusCode, path).toBe(400);
    }
  });
});

function addressOf({ url }: Runner) {
  const { hostname, port } = new URL(url);
  return { hostname, port };
}

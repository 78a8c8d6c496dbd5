import { createServer } from 'node:http';
import { type AddressInfo, connect } from 'node:net';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { CompositeHealth } from '../../src/node-health/composite.ts';
import type { NodeHealthOptions } from '../../src/node-health/options.ts';
import type { HealthState } from '../../src/node-health/signal.ts';
import { type NodeHealth, startNodeHealth } from '../../src/node-health/start-node-health.ts';
import { answer, StandIn } from './support/stand-in.ts';

let agent: StandIn;
let server: NodeHealth | undefined;
beforeEach(async () => {
  agent = await StandIn.start();
});
afterEach(async () => {
  await server?.close();
  server = undefined;
  await agent.close();
});

async function start(options: Partial<NodeHealthOptions> = {}): Promise<readonly string[]> {
  server = await startNodeHealth({
    application: { check: () => 'Healthy' },
    port: 0,
    agentUrl: agent.url,
    cacheMs: 0,
    ...options,
  });
  return server.urls;
}

async function state(url: string): Promise<readonly [number, unknown]> {
  const response = await fetch(url);
  const { ApplicationHealthState: word } = (await response.json()) as Record<string, unknown>;
  return [response.status, word];
}

describe('the server', () => {
  it('answers alike on both loopbacks, at the same port', async () => {
    const urls = await start();
    expect(urls).toEqual([`http://127.0.0.1:${server?.port}/health`, `http://[::1]:${server?.port}/health`]);
    for (const url of [...urls, `http://localhost:${server?.port}/health`])
      expect(await state(url)).toEqual([200, 'Healthy']);
  });

  it('answers however many connections say nothing: the oldest of them go', async () => {
    const [url = ''] = await start();
    const silent = Array.from({ length: 100 }, () => connect(server?.port ?? 0, '127.0.0.1').on('error', () => {}));
    await Promise.all(silent.map((socket) => new Promise((resolve) => socket.once('connect', resolve))));
    expect(await state(url)).toEqual([200, 'Healthy']);
    await until(() => silent[0]?.destroyed === true || silent[0]?.readableEnded === true);
    for (const socket of silent) socket.destroy();
  });

  it('answers however many others ask: the oldest of them go', async () => {
    const asked = Promise.withResolvers<void>();
    const answered = Promise.withResolvers<HealthState>();
    const check = () => {
      asked.resolve();
      return answered.promise;
    };
    const [url = ''] = await start({ application: { check } });
    // The server says so when it has read the request.
    const request = 'GET /health HTTP/1.1\r\nhost: localhost\r\nexpect: 100-continue\r\n\r\n';
    const others = Array.from({ length: 64 }, () => connect(server?.port ?? 0, '127.0.0.1').on('error', () => {}));
    await Promise.all(others.map((socket) => new Promise((resolve) => socket.once('data', resolve).write(request))));
    await asked.promise;
    const seen = state(url);
    await until(() => others.some(({ closed }) => closed));
    answered.resolve('Healthy');
    expect(await seen).toEqual([200, 'Healthy']);
    for (const socket of others) socket.destroy();
  });

  it('follows the agent and the application from one answer to the next', async () => {
    let application: HealthState = 'Healthy';
    const seen: CompositeHealth[] = [];
    const [url = ''] = await start({ application: { check: () => application }, onChange: (now) => seen.push(now) });
    expect(await state(url)).toEqual([200, 'Healthy']);
    agent.says = answer(200, 'unhealthy');
    expect(await state(url)).toEqual([200, 'Unhealthy']);
    expect(await state(url)).toEqual([200, 'Unhealthy']);
    agent.says = answer(500, 'healthy');
    expect(await state(url)).toEqual([503, 'Unknown']);
    application = 'Unhealthy';
    expect(await state(url)).toEqual([200, 'Unhealthy']);
    // Once for each change, not for each question.
    expect(seen.map((health) => health.state)).toEqual(['Healthy', 'Unhealthy', 'Unknown', 'Unhealthy']);
  });

  it('takes an agent at its own word only as a whole', async () => {
    const [url = ''] = await start({ agentHealthyPattern: 'ok|all is well' });
    const seen: unknown[] = [];
    for (const body of ['OK\n', 'all is well', 'not ok', 'ok?', 'healthy', 'unhealthy']) {
      agent.says = answer(200, body);
      seen.push((await state(url))[1]);
    }
    expect(seen).toEqual(['Healthy', 'Healthy', 'Unknown', 'Unknown', 'Healthy', 'Unhealthy']);
  });

  it('tells of a change once, whatever the application measures meanwhile', async () => {
    let load = 0;
    const application = await StandIn.start();
    application.says = (socket) => {
      load += 1;
      const metrics = JSON.stringify({ load });
      socket.end(answer(200, JSON.stringify({ ApplicationHealthState: 'Healthy', CustomMetrics: metrics })).text);
    };
    let told = 0;
    const onChange = () => {
      told += 1;
    };
    const [url = ''] = await start({ application: { url: application.url }, onChange });
    for (const _ of [1, 2, 3]) await state(url);
    expect([load, told]).toEqual([3, 1]);
    await application.close();
  });

  it('answers 503 to version 1.0 of the extension unless the node is healthy', async () => {
    const [url = ''] = await start({ answers: 'binary' });
    expect(await state(url)).toEqual([200, 'Healthy']);
    agent.says = answer(200, 'unhealthy');
    expect(await state(url)).toEqual([503, 'Unhealthy']);
  });

  it('asks once for many who ask at the same time, and each is answered although the application is not', async () => {
    let asked = 0;
    const check = () => {
      asked += 1;
      return new Promise<HealthState>(() => undefined);
    };
    const urls = await start({ application: { check }, timeoutMs: 200 });
    const answers = await Promise.all(Array.from({ length: 20 }, (_, index) => state(urls[index % 2] ?? '')));
    expect(answers).toEqual(Array.from({ length: 20 }, () => [503, 'Unknown']));
    expect([asked, agent.asked.length]).toEqual([1, 1]);
  });

  it('tells nothing of what was answered to it', async () => {
    agent.says = answer(200, 'secret of the agent');
    const application = await StandIn.start(answer(500, 'secret of the application'));
    const [url = ''] = await start({ application: { url: `${application.url}?key=secret` } });
    const response = await fetch(url);
    expect(`${await response.text()}${JSON.stringify([...response.headers])}`).not.toContain('secret');
    await application.close();
  });

  it('answers GET and HEAD of its path only', async () => {
    const [url = ''] = await start();
    const head = await fetch(url, { method: 'HEAD' });
    expect([
      head.status,
      await head.text(),
      head.headers.get('content-type'),
      head.headers.get('cache-control'),
    ]).toEqual([200, '', 'application/json; charset=utf-8', 'no-store']);
    expect(Number(head.headers.get('content-length'))).toBeGreaterThan(20);
    const { origin } = new URL(url);
    const statuses = [
      fetch(`${url}?probe=1`),
      fetch(`${origin}//health`),
      fetch(`${origin}/`),
      fetch(`${origin}/healthy`),
      fetch(url, { method: 'POST', body: 'healthy' }),
    ].map(async (response) => (await response).status);
    expect(await Promise.all(statuses)).toEqual([200, 200, 404, 404, 405]);
  });

  it('goes on after a request that is none', async () => {
    const [url = ''] = await start();
    const socket = connect(server?.port ?? 0, '127.0.0.1');
    socket.write('garbage\r\n\r\n');
    await new Promise((resolve) => socket.resume().once('close', resolve));
    expect(await state(url)).toEqual([200, 'Healthy']);
  });

  it('is a 503 without a state where something goes wrong that nobody foresaw', async () => {
    const onChange = () => {
      throw new Error('secret');
    };
    const [url = ''] = await start({ onChange });
    const response = await fetch(url);
    expect([response.status, await response.text()]).toEqual([503, '{}']);
  });

  it('leaves nothing open when it is closed in the middle of a question', async () => {
    agent.says = { text: '', end: false };
    const [url = ''] = await start({ application: { command: 'sleep 60' } });
    const asked = fetch(url).catch((error: Error) => error.message);
    await until(() => agent.asked.length === 1);
    await server?.close();
    expect(await asked).toBe('fetch failed');
    await until(() => agent.connections === 0);
    await expect(fetch(url)).rejects.toThrow('fetch failed');
  });
});

describe('the options', () => {
  it.each<[string, Partial<NodeHealthOptions>, string]>([
    ['the port of the agent', { port: 29_879 }, "port 29879 is the Batch node agent's"],
    ['a port that it asks', { port: 8080, agentUrl: 'http://localhost:8080/' }, 'port 8080 is that of an address'],
    [
      'the same in the application',
      { port: 80, application: { url: 'http://[::1]/' } },
      'port 80 is that of an address',
    ],
    ['a timeout as long as the extension', { timeoutMs: 30_000 }, 'timeout 30 s: from 0.1 s to 25 s'],
    ['a timeout that is none', { timeoutMs: Number.NaN }, 'timeout NaN s'],
    ['an answer that is good for ever', { cacheMs: 3_600_000 }, 'cache 3600 s: from 0 s to 60 s'],
    [
      'a file of any age',
      { application: { file: 'x', maxAgeMs: Number.POSITIVE_INFINITY } },
      'file-max-age Infinity s',
    ],
    ['an address that is none', { application: { url: 'localhost:8080' } }, 'url: an address such as'],
    ['an agent that is none', { agentUrl: 'file:///etc/passwd' }, 'agent-url: an address such as'],
    ['a pattern that is none', { agentHealthyPattern: '(' }, 'agent-healthy-pattern (: a regular expression'],
  ])('refuse %s', async (_, options, message) => {
    await expect(start(options)).rejects.toThrow(message);
  });

  it('refuse a port that is taken on one of both loopbacks', async () => {
    const other = createServer();
    await new Promise<void>((resolve) => {
      other.listen(0, '::1', resolve);
    });
    const { port } = other.address() as AddressInfo;
    await expect(start({ port })).rejects.toThrow('EADDRINUSE');
    // The other loopback was given back.
    await new Promise((resolve) => other.close(resolve));
    expect(await start({ port })).toHaveLength(2);
  });
});

async function until(holds: () => boolean): Promise<void> {
  while (!holds()) await new Promise((resolve) => setTimeout(resolve, 5));
}

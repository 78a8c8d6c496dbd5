import { type ChildProcess, execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { createInterface } from 'node:readline';
import { promisify } from 'node:util';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { buildNodeHealth } from '../../scripts/build-node-health.ts';
import { answer, nobodysUrl, StandIn } from './support/stand-in.ts';

const run = promisify(execFile);

let folder: string;
let bundle: string;
const running: ChildProcess[] = [];

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'lamplighter-node-health-'));
  bundle = join(folder, 'node-health.mjs');
  await buildNodeHealth(bundle);
});
afterEach(() => {
  for (const child of running.splice(0)) child.kill('SIGKILL');
});
afterAll(() => rmSync(folder, { recursive: true }));

/** Node, as old as it may be. */
const OLD_NODE = ['--require', resolve('test/node-health/support/as-node-18.cjs')];
/** A machine on which `localhost` is ::1 first, and a Node that tries only the first address unless it is asked to. */
const IPV6_FIRST = [
  '--no-network-family-autoselection',
  '--require',
  resolve('test/node-health/support/ipv6-first.cjs'),
];

interface Ready {
  readonly ready: boolean;
  readonly health: string;
  readonly urls: readonly string[];
  readonly port: number;
}

async function start(script: readonly string[], ...parameters: readonly string[]) {
  const child = spawn(process.execPath, [...script, '--json', '--port', '0', ...parameters], { stdio: 'pipe' });
  running.push(child);
  let errors = '';
  child.stderr.on('data', (text) => {
    errors += text;
  });
  for await (const line of createInterface(child.stdout))
    return { child, ready: JSON.parse(line) as Ready, errors: () => errors };
  throw new Error(`It ended before it was ready: ${errors}`);
}

async function stop(child: ChildProcess, signal: NodeJS.Signals): Promise<unknown> {
  const ended = once(child, 'exit');
  child.kill(signal);
  const [code] = await ended;
  return code;
}

async function health(url: string): Promise<string> {
  const response = await fetch(url);
  const { ApplicationHealthState: state } = (await response.json()) as Record<string, unknown>;
  return `${response.status} ${state}`;
}

describe('the server as one file', () => {
  it('runs beside an agent and an application, and is healthy only while both are', async () => {
    const agent = await StandIn.start();
    const application = await StandIn.start(answer(200, 'fine'));
    const sides = ['--agent-url', agent.url, '--url', application.url, '--cache', '0'];
    const { child, ready } = await start([...OLD_NODE, bundle], ...sides, '--timeout', '25s');
    expect(ready).toEqual({
      ready: true,
      health: `http://127.0.0.1:${ready.port}/health`,
      urls: [`http://127.0.0.1:${ready.port}/health`, `http://[::1]:${ready.port}/health`],
      port: ready.port,
    });
    const seen: string[] = [];
    for (const says of [
      answer(200, 'healthy'),
      answer(200, 'unhealthy'),
      answer(200, 'garbage'),
      answer(503, 'healthy'),
      { text: 'HTTP/1.1 200 OK\r\ncontent-length: 7\r\n\r\nhea' },
      answer(200, '{"ApplicationHealthState":"Healthy"}'),
    ]) {
      agent.says = says;
      seen.push(await health(ready.urls[seen.length % 2] ?? ''));
    }
    await agent.close();
    seen.push(await health(ready.health));
    const unknown = '503 Unknown';
    expect(seen).toEqual(['200 Healthy', '200 Unhealthy', unknown, unknown, unknown, '200 Healthy', unknown]);
    expect(await stop(child, 'SIGTERM')).toBe(0);
    await application.close();
  });

  it('finds an application on IPv4 where localhost is IPv6 first', async () => {
    const [agent, application] = [await StandIn.start(), await StandIn.start(answer(200, 'fine'))];
    const { port } = new URL(application.url);
    const sides = ['--agent-url', agent.url, '--url', `http://localhost:${port}/`];
    const { child, ready } = await start([...OLD_NODE, ...IPV6_FIRST, bundle], ...sides);
    expect(await health(ready.health)).toBe('200 Healthy');
    expect(await stop(child, 'SIGTERM')).toBe(0);
    await agent.close();
    await application.close();
  });

  it('waits for neither side longer than it was told', async () => {
    const agent = await StandIn.start({ text: '', end: false });
    const sides = ['--agent-url', agent.url, '--command', 'exit 0'];
    const { child, ready, errors } = await start([...OLD_NODE, bundle], ...sides, '--timeout', '300ms');
    expect(await health(ready.health)).toBe('503 Unknown');
    expect(await stop(child, 'SIGTERM')).toBe(0);
    expect(errors()).toContain('agent Unknown: no answer within 0.3 s; ');
    await agent.close();
  });

  it('goes on however many connections say nothing', async () => {
    const agent = await StandIn.start();
    const { child, ready } = await start([...OLD_NODE, bundle], '--agent-url', agent.url, '--command', 'exit 0');
    const silent = Array.from({ length: 70 }, () => connect(ready.port, '127.0.0.1').on('error', () => undefined));
    await Promise.all(silent.map((socket) => once(socket, 'connect')));
    expect(await health(ready.health)).toBe('200 Healthy');
    for (const socket of silent) socket.destroy();
    expect(await stop(child, 'SIGTERM')).toBe(0);
    await agent.close();
  });

  it('ends in the middle of a question, and its command with it', async () => {
    const agentUrl = await nobodysUrl();
    const pids = join(folder, 'pids');
    const command = `echo $$ > ${pids}; sleep 60`;
    const { child, ready } = await start([...OLD_NODE, bundle], '--agent-url', agentUrl, '--command', command);
    const asked = fetch(ready.health).catch((error: Error) => error.message);
    await until(() => readdirSync(folder).includes('pids'));
    expect(await stop(child, 'SIGINT')).toBe(0);
    expect(await asked).toBe('fetch failed');
    const { stdout } = await run('sh', ['-c', `kill -0 $(cat ${pids}) 2>/dev/null || echo gone`]);
    expect(stdout).toBe('gone\n');
  });

  it('goes on when nobody hears any more what it says', async () => {
    const agent = await StandIn.start();
    const { child, ready } = await start(
      [...OLD_NODE, bundle],
      '--agent-url',
      agent.url,
      '--command',
      'exit 0',
      '--cache',
      '0',
    );
    child.stdout.destroy();
    child.stderr.destroy();
    const seen = [await health(ready.health)];
    agent.says = answer(200, 'unhealthy');
    seen.push(await health(ready.health), await health(ready.health));
    expect(seen).toEqual(['200 Healthy', '200 Unhealthy', '200 Unhealthy']);
    expect(await stop(child, 'SIGTERM')).toBe(0);
    await agent.close();
  });

  it('is a library where it is imported', async () => {
    const agent = await StandIn.start();
    const program = join(folder, 'program.mjs');
    writeFileSync(
      program,
      `import { startNodeHealth } from './node-health.mjs';
      const server = await startNodeHealth({ application: { check: () => 'Healthy' }, agentUrl: '${agent.url}', port: 0 });
      const response = await fetch(server.urls[0]);
      console.log(response.status, (await response.json()).ApplicationHealthState);
      await server.close();`,
    );
    expect((await run(process.execPath, [...OLD_NODE, program])).stdout).toBe('200 Healthy\n');
    await agent.close();
  });

  it('says what is wrong with how it is called', async () => {
    const called = (...parameters: readonly string[]) =>
      run(process.execPath, [...OLD_NODE, bundle, ...parameters]).catch(
        (error: { readonly code: number; readonly stderr: string }) => error,
      );
    expect(await called()).toMatchObject({
      code: 2,
      stderr: 'node-health: One of --url, --command and --file is needed.\n',
    });
    expect(await called('--file', 'x', '--port', '29879')).toMatchObject({
      code: 2,
      stderr: "node-health: port 29879 is the Batch node agent's; choose another.\n",
    });
    const taken = await StandIn.start();
    const { port } = new URL(taken.url);
    expect(await called('--file', 'x', '--port', port)).toMatchObject({
      code: 1,
      stderr: `node-health: Port ${port} is taken; choose another with --port.\n`,
    });
    await taken.close();
    expect(await called('--help')).toMatchObject({ stdout: expect.stringContaining('--agent-healthy-pattern') });
  });

  it('is a command of lamplighter too', async () => {
    const agent = await StandIn.start();
    const cli = [resolve('bin/lamplighter.mjs'), 'node-health'];
    const { child, ready } = await start(cli, '--agent-url', agent.url, '--command', 'exit 0');
    expect(await health(ready.health)).toBe('200 Healthy');
    expect(await stop(child, 'SIGTERM')).toBe(0);
    await agent.close();
  });
});

async function until(holds: () => boolean): Promise<void> {
  while (!holds()) await new Promise((then) => setTimeout(then, 5));
}

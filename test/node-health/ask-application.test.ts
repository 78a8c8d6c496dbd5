import { execFileSync } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync, utimesSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type ApplicationSource, askApplication } from '../../src/node-health/ask-application.ts';
import { askWithin } from '../../src/node-health/ask-within.ts';
import { shown } from '../../src/node-health/composite.ts';
import type { HealthState } from '../../src/node-health/signal.ts';
import { PATIENCE_MS } from '../support/patience.ts';
import { answer, nobodysUrl, type SaidBytes, StandIn } from './support/stand-in.ts';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'lamplighter-node-health-'));
});
afterEach(() => rmSync(folder, { recursive: true }));

async function signal(source: ApplicationSource, timeoutMs = PATIENCE_MS): Promise<string> {
  return shown(await askWithin(askApplication(source), { timeoutMs, closing: new AbortController().signal }));
}

describe('an application with an address', () => {
  it.each([
    ['200', answer(200, 'fine'), 'Healthy: status 200'],
    ['204', { text: 'HTTP/1.1 204 No Content\r\n\r\n' }, 'Healthy: status 204'],
    ['503', answer(503, ''), 'Unhealthy: status 503'],
    ['500', answer(500, 'stack'), 'Unhealthy: status 500'],
    ['404', answer(404, ''), 'Unknown: status 404'],
    ['a redirection', answer(301, '', 'location: /\r\n'), 'Unknown: status 301'],
    ['a rich state', answer(200, '{"ApplicationHealthState":"Healthy"}'), 'Healthy: status 200, says healthy'],
    [
      'a bad rich state',
      answer(200, '{"ApplicationHealthState":"Unhealthy"}'),
      'Unhealthy: status 200, says unhealthy',
    ],
    ['an unknown rich state', answer(200, '{"ApplicationHealthState":"Ready"}'), 'Unknown: status 200, says unknown'],
    ['another 503', answer(503, '{"ApplicationHealthState":"Unknown"}'), 'Unknown: status 503, says unknown'],
    ['a contradiction', answer(503, '{"ApplicationHealthState":"Healthy"}'), 'Unhealthy: status 503, says healthy'],
    ['unhealthy where nothing is', answer(404, 'unhealthy'), 'Unknown: status 404, says unhealthy'],
    ['too much', answer(200, '.'.repeat(70_000)), 'Unknown: answer of more than 64 KiB'],
    ['half', { text: 'HTTP/1.1 200 OK\r\ncontent-length: 9\r\n\r\nfi' }, 'Unknown: connection broken off'],
  ] as readonly (readonly [string, SaidBytes, string])[])('that answers %s', async (_, says, expected) => {
    const application = await StandIn.start(says);
    expect(await signal({ url: application.url })).toBe(expected);
    await application.close();
  });

  it('that is silent or not there is unknown, and is left alone in time', async () => {
    const application = await StandIn.start({ text: '', end: false });
    expect(await signal({ url: application.url }, 100)).toBe('Unknown: no answer within 0.1 s');
    await until(() => application.connections === 0);
    await application.close();
    expect(await signal({ url: await nobodysUrl() })).toBe('Unknown: nobody listens');
  });

  it('may send metrics along', async () => {
    const body = JSON.stringify({ ApplicationHealthState: 'Healthy', CustomMetrics: '{"queue":3}' });
    const application = await StandIn.start(answer(200, body));
    expect(await askApplication({ url: application.url })(new AbortController().signal)).toMatchObject({
      metrics: { queue: 3 },
    });
    await application.close();
  });
});

describe('an application with a command', () => {
  it.each([
    ['exit 0', 'Healthy: exit code 0'],
    ['echo secret; exit 1', 'Unhealthy: exit code 1'],
    ['exit 2', 'Unknown: exit code 2'],
    ['kill -9 $$', 'Unknown: command ended by SIGKILL'],
    ['lamplighter-no-such-command 2>/dev/null', 'Unknown: exit code 127'],
  ])('%s', async (command, expected) => {
    expect(await signal({ command })).toBe(expected);
  });

  it('that takes too long is unknown, and ended with all that it started', async () => {
    const pids = join(folder, 'pids');
    const command = `sleep 60 & echo $! $$ > ${pids}; wait`;
    expect(await signal({ command }, 300)).toBe('Unknown: no answer within 0.3 s');
    await until(() => processesIn(pids).every((pid) => !isAlive(pid)));
  });

  it('that leaves something running has that ended too', async () => {
    const pids = join(folder, 'pids');
    expect(await signal({ command: `sleep 60 & echo $! > ${pids}` })).toBe('Healthy: exit code 0');
    await until(() => processesIn(pids).every((pid) => !isAlive(pid)));
  });
});

describe('an application with a file', () => {
  const write = (content: string, ageSeconds = 0): { file: string } => {
    const file = join(folder, 'health');
    writeFileSync(file, content);
    const at = Date.now() / 1000 - ageSeconds;
    utimesSync(file, at, at);
    return { file };
  };

  it.each([
    ['healthy\n', 0, 'Healthy: file says healthy'],
    ['unhealthy', 0, 'Unhealthy: file says unhealthy'],
    ['{"ApplicationHealthState":"Healthy"}', 50, 'Healthy: file says healthy'],
    ['', 0, 'Unknown: file not understood'],
    ['heal', 0, 'Unknown: file not understood'],
    ['healthy', 70, 'Unknown: not written within 60 s'],
    ['unhealthy', 70, 'Unknown: not written within 60 s'],
    ['healthy', -70, 'Unknown: not written within 60 s'],
    ['healthy'.padEnd(70_000), 0, 'Unknown: file of more than 64 KiB'],
  ])('that says %j, %i s ago', async (content, age, expected) => {
    expect(await signal(write(content, age))).toBe(expected);
  });

  it('has a greatest age of its own', async () => {
    expect(await signal({ ...write('healthy', 70), maxAgeMs: 100_000 })).toBe('Healthy: file says healthy');
  });

  it('has some greatest age even where a program says none', async () => {
    const source = { ...write('healthy', 70), maxAgeMs: undefined } as unknown as ApplicationSource;
    expect(await signal(source)).toBe('Unknown: not written within 60 s');
  });

  it('that is none is unknown', async () => {
    execFileSync('mkfifo', [join(folder, 'pipe')]);
    const found = [join(folder, 'missing'), folder, join(folder, 'pipe')].map((file) => signal({ file }));
    expect(await Promise.all(found)).toEqual(['Unknown: no such file', 'Unknown: not a file', 'Unknown: not a file']);
  });
});

describe('an application in the same program', () => {
  it.each<[string, () => Promise<HealthState> | HealthState, string]>([
    ['says so', () => 'Healthy', 'Healthy: says healthy'],
    ['says it later', () => Promise.resolve('Unhealthy'), 'Unhealthy: says unhealthy'],
    ['says anything', () => 'healthy' as HealthState, 'Unknown: answer not understood'],
    ['throws', () => JSON.parse('no secret of mine'), 'Unknown: cannot be asked'],
    ['fails', () => Promise.reject(new Error('secret')), 'Unknown: cannot be asked'],
  ])('that %s', async (_, check, expected) => {
    expect(await signal({ check })).toBe(expected);
  });

  it('that says nothing is unknown, and hears that nobody waits any more', async () => {
    let isTold = false;
    const check = (stop: AbortSignal) =>
      new Promise<HealthState>(() => {
        stop.addEventListener('abort', () => {
          isTold = true;
        });
      });
    expect(await signal({ check }, 100)).toBe('Unknown: no answer within 0.1 s');
    expect(isTold).toBe(true);
  });
});

function processesIn(file: string): readonly number[] {
  return existsSync(file) ? readFileSync(file, 'utf8').trim().split(/\s+/).map(Number) : [];
}

/** A process that has ended but was not yet waited for by its parent is no process any more. */
function isAlive(pid: number): boolean {
  try {
    return !/^State:\s+Z/m.test(readFileSync(`/proc/${pid}/status`, 'utf8'));
  } catch {
    return false;
  }
}

async function until(holds: () => boolean): Promise<void> {
  while (!holds()) await new Promise((resolve) => setTimeout(resolve, 5));
}

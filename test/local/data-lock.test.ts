import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { lockData } from '../../src/local/data-lock.ts';

let folder: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'lamplighter-lock-'));
});
afterAll(() => rmSync(folder, { recursive: true }));

describe('a folder of data', () => {
  it('is for one process, which a second one is told of', () => {
    const data = join(folder, 'one');
    const unlock = lockData(data);
    expect(() => lockData(data)).toThrow(
      `--data ${data} is in use by process ${process.pid}; end that process, or choose another folder.`,
    );
    unlock();
    lockData(data)();
  });

  it.each([
    ['of a process that has ended', () => ({ pid: spawnSync(process.execPath, ['-e', '']).pid })],
    ['of a process whose number another one has now', () => ({ pid: process.pid, begun: 'long ago' })],
    ['that cannot be read', () => undefined],
  ])('is free where there is a lock %s', (_, holder) => {
    const data = join(folder, 'old');
    lockData(data)();
    writeFileSync(join(data, 'in-use.json'), JSON.stringify(holder()) ?? '{');
    lockData(data);
    expect(JSON.parse(readFileSync(join(data, 'in-use.json'), 'utf8'))).toMatchObject({ pid: process.pid });
    rmSync(data, { recursive: true });
  });
});

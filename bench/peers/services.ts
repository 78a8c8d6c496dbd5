import { type ChildProcess, spawn } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { Temporal } from 'temporal-polyfill';
import { IMAGE } from '../../test/support/emulated-account.ts';

/** How many accounts are emulated, how many pools each has, and how many nodes each of those. */
export interface WorldSize {
  readonly accounts: number;
  readonly pools: number;
  readonly nodes: number;
}

/** An emulator and a storage account in processes of their own, so that their work is not counted as ours. */
export interface Services {
  readonly accounts: readonly string[];
  readonly emulator: string;
  readonly accountKey: string;
  readonly connectionString: string;
  readonly close: () => void;
}

interface ReadyEmulator {
  readonly emulator: string;
  readonly accountKey: string;
}

export async function startServices(size: WorldSize): Promise<Services> {
  const accounts = Array.from({ length: size.accounts }, (_, index) => `demo${index}`);
  const folder = mkdtempSync(join(tmpdir(), 'lamplighter-bench-'));
  const scenario = join(folder, 'scenario.json');
  writeFileSync(scenario, JSON.stringify({ accounts: accounts.map((name) => ({ name, pools: poolsOf(size) })) }));
  // It runs with the real time, as the app does; an hour behind at first, so that nodes have been idle for a while.
  const start = Temporal.Now.instant().subtract({ hours: 1 }).toString();
  const storage = startStorageProcess();
  const parameters = ['--port', '0', '--speed', '1', '--start', start, '--scenario', scenario, '--json'];
  const emulator = spawn(process.execPath, ['src/emulator/main.ts', ...parameters], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const [kept, emulated] = await Promise.all([storage, firstLine<ReadyEmulator>(emulator)]);
  await fetch(`${emulated.emulator}/_emulator/clock`, { method: 'POST', body: JSON.stringify({ advance: 'PT1H' }) });
  return {
    accounts,
    ...emulated,
    connectionString: kept.connectionString,
    close: () => {
      emulator.kill();
      kept.close();
      rmSync(folder, { recursive: true });
    },
  };
}

/** A storage account in a process of its own. */
export async function startStorageProcess(): Promise<Pick<Services, 'connectionString' | 'close'>> {
  const storage = spawn(process.execPath, ['bench/peers/storage-process.ts'], {
    stdio: ['ignore', 'pipe', 'inherit', 'ipc'],
  });
  const { connectionString } = await firstLine<{ readonly connectionString: string }>(storage);
  return { connectionString, close: () => void storage.kill() };
}

function poolsOf({ pools, nodes }: WorldSize): readonly object[] {
  return Array.from({ length: pools }, (_, index) => ({
    name: `pool-${index}`,
    properties: {
      vmSize: 'STANDARD_D2S_V3',
      deploymentConfiguration: { virtualMachineConfiguration: IMAGE },
      scaleSettings: { fixedScale: { targetDedicatedNodes: nodes, targetLowPriorityNodes: 0 } },
    },
  }));
}

async function firstLine<Line>({ stdout }: ChildProcess): Promise<Line> {
  if (stdout !== null) for await (const line of createInterface(stdout)) return JSON.parse(line) as Line;
  throw new Error('A service did not start.');
}

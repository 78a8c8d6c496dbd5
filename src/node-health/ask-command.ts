import { type ChildProcess, spawn } from 'node:child_process';
import { type Ask, type Signal, unknown } from './signal.ts';

/**
 * Runs a command in a shell: exit code 0 is healthy, 1 unhealthy, any other unknown. Its output is discarded. When it has ended
 * or is aborted, every process left in its process group is killed.
 */
export function askCommand(command: string): Ask {
  return (signal) =>
    new Promise((resolve) => {
      signal.throwIfAborted();
      const child = spawn(command, { shell: true, stdio: 'ignore', detached: HAS_GROUPS, windowsHide: true });
      const giveUp = () => endAll(child);
      signal.addEventListener('abort', giveUp, { once: true });
      const settle = (answer: Signal) => {
        signal.removeEventListener('abort', giveUp);
        endAll(child);
        resolve(answer);
      };
      child.once('error', () => settle(unknown('command cannot be run')));
      child.once('exit', (code, by) => settle(code === null ? unknown(`command ended by ${by}`) : signalOf(code)));
    });
}

const HAS_GROUPS = process.platform !== 'win32';

function signalOf(code: number): Signal {
  const reason = `exit code ${code}`;
  if (code === 0) return { state: 'Healthy', reason };
  return code === 1 ? { state: 'Unhealthy', reason } : unknown(reason);
}

function endAll({ pid, exitCode }: ChildProcess): void {
  if (pid === undefined) return;
  if (HAS_GROUPS) endGroup(pid);
  // Windows can find child processes only while their parent exists.
  else if (exitCode === null)
    spawn('taskkill', ['/pid', String(pid), '/T', '/F'], { stdio: 'ignore', windowsHide: true });
}

function endGroup(leader: number): void {
  try {
    process.kill(-leader, 'SIGKILL');
  } catch {
    // The group is empty.
  }
}

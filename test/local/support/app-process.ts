import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';

/** What `npm start -- --json` prints when it is ready. */
export interface Ready {
  readonly app: string;
  readonly functionKey: string;
  readonly emulator: string;
  readonly account: string;
  /** Connection string. */
  readonly storage: string;
}

const ANY_PORTS = ['--port', '--emulator-port', '--blob-port', '--queue-port', '--table-port'].flatMap((name) => [
  name,
  '0',
]);

/** Everything on one machine in a process of its own, as a newcomer starts it. */
export class AppProcess {
  readonly ready: Ready;
  readonly #process: ChildProcess;

  private constructor(process: ChildProcess, ready: Ready) {
    this.#process = process;
    this.ready = ready;
  }

  /** Starts it; `settings` are environment variables. @throws Error if it ends before it is ready */
  static async start(speed: number, settings: Readonly<Record<string, string>>): Promise<AppProcess> {
    const child = spawn(process.execPath, ['src/local/main.ts', '--json', '--speed', String(speed), ...ANY_PORTS], {
      env: { ...process.env, ...settings },
      stdio: ['ignore', 'pipe', 'ignore'],
    });
    for await (const line of createInterface({ input: child.stdout })) {
      return new AppProcess(child, JSON.parse(line) as Ready);
    }
    throw new Error('It ended before it was ready.');
  }

  async stop(): Promise<void> {
    if (this.#process.exitCode !== null) return;
    this.#process.kill('SIGTERM');
    await once(this.#process, 'exit');
  }
}

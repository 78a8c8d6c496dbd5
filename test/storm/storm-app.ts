import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import type { MessageFaults } from '../../src/local/runner/message-faults.ts';
import type { FromApp, ToApp } from './app-child.ts';

const CHILD = fileURLToPath(new URL('./app-child.ts', import.meta.url));

/** How an app is started. */
export interface AppOptions {
  readonly settings: Readonly<Record<string, string>>;
  readonly messageFaults: MessageFaults | undefined;
  /** By its own clock. */
  readonly now: () => string;
}

/** One of the apps that look after the same account, in a process that can be killed. */
export class StormApp {
  readonly problems: string[] = [];
  url = '';
  readonly #options: AppOptions;
  #child: ChildProcess | undefined;
  #heard: ((said: FromApp | 'died') => void) | undefined;

  constructor(options: AppOptions) {
    this.#options = options;
  }

  get isAlive(): boolean {
    return this.#child !== undefined;
  }

  async start(): Promise<void> {
    const child = fork(CHILD, { stdio: 'ignore' });
    this.#child = child;
    child.on('message', (said: FromApp) => this.#heard?.(said));
    child.on('exit', () => {
      if (this.#child === child) this.#child = undefined;
      this.#heard?.('died');
    });
    const { settings, messageFaults, now } = this.#options;
    const said = await this.#tell({ kind: 'start', now: now(), settings, messageFaults });
    if (said !== 'died' && said.kind === 'ready') this.url = said.url;
  }

  /** Calls its timers and works its queues off, as far as it lives. */
  async settle(): Promise<void> {
    if (!this.isAlive) return;
    const said = await this.#tell({ kind: 'settle', now: this.#options.now() });
    if (said !== 'died' && said.kind === 'settled') this.problems.push(...said.problems);
  }

  kill(): void {
    this.#child?.kill('SIGKILL');
  }

  async close(): Promise<void> {
    const child = this.#child;
    if (child === undefined) return;
    child.kill('SIGKILL');
    if (child.exitCode === null && child.signalCode === null) await once(child, 'exit');
  }

  #tell(told: ToApp): Promise<FromApp | 'died'> {
    const { promise, resolve } = Promise.withResolvers<FromApp | 'died'>();
    this.#heard = (said) => {
      this.#heard = undefined;
      resolve(said);
    };
    this.#child?.send(told, (error) => error !== null && this.#heard?.('died'));
    return promise;
  }
}

import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import type { MessageFaults } from '../../../src/local/runner/message-faults.ts';
import type { FromApp, ToApp } from './app-child.ts';
import { CACHED } from './compile-cache.ts';

const CHILD = fileURLToPath(new URL('./app-child.ts', import.meta.url));

/** So many characters are kept of what an app says before it ends. */
const COMPLAINT = 4_000;

/** One that stands still hears nothing, not even that nobody is left. */
const living = new Set<ChildProcess>();
process.on('exit', () => {
  for (const child of living) child.kill('SIGKILL');
});

/** How an app is started. */
export interface AppOptions {
  readonly settings: Readonly<Record<string, string>>;
  readonly messageFaults: MessageFaults | undefined;
  /** By its own clock. */
  readonly now: () => string;
}

/** What comes of telling an app something: what it says, or that it can say nothing. */
type Heard = FromApp | 'died' | 'frozen';

/** One of the apps that look after the same account, in a process that can be killed and stopped. */
export class StormApp {
  readonly problems: string[] = [];
  /** How it ended where nobody has ended it. */
  readonly ends: string[] = [];
  /** When it was last told to run its timers, by its own clock. */
  tickedAt: string | undefined;
  url = '';
  isFrozen = false;
  /** Whether some messages still arrive as garbage each time, as its faults say. */
  garbles = true;
  /** Hears that it dies or stands still: whoever waits for an answer waits no longer. */
  onSilence: () => void = () => undefined;
  readonly #options: AppOptions;
  #child: ChildProcess | undefined;
  #heard: ((said: Heard) => void) | undefined;
  #isOwing = false;

  constructor(options: AppOptions) {
    this.#options = options;
  }

  /** By its own clock. */
  get now(): string {
    return this.#options.now();
  }

  get isAlive(): boolean {
    return this.#child !== undefined;
  }

  async start(): Promise<void> {
    const child = fork(CHILD, { stdio: ['ignore', 'ignore', 'pipe', 'ipc'], env: CACHED });
    this.#child = child;
    let complaint = '';
    child.stderr?.on('data', (text: Buffer) => {
      complaint = `${complaint}${text}`.slice(-COMPLAINT);
    });
    living.add(child);
    this.isFrozen = false;
    // What one that was killed has said before its end may come after it, and answers nothing that its successor is told.
    child.on('message', (said: FromApp) => {
      if (this.#child === child) this.#hear(said);
    });
    child.on('exit', (code, signal) => {
      living.delete(child);
      // One that was killed may show its end only when the next has been started.
      if (this.#child !== child) return;
      this.#child = undefined;
      this.ends.push(`an app has ended by itself with ${signal ?? code}: ${complaint}`);
      this.#hear('died');
    });
    const { settings, messageFaults, now } = this.#options;
    const said = await this.#tell({ kind: 'start', now: now(), settings, messageFaults });
    if (typeof said === 'object' && said.kind === 'ready') this.url = said.url;
  }

  /** Calls its timers and works its queues off, as far as it lives. */
  async settle(): Promise<void> {
    if (!this.isAlive || this.isFrozen) return;
    const { now, garbles } = this;
    this.tickedAt = now;
    const said = await this.#tell({ kind: 'settle', now, garbles });
    if (typeof said === 'object' && said.kind === 'settled') this.problems.push(...said.problems);
  }

  kill(): void {
    this.#child?.kill('SIGKILL');
    this.#child = undefined;
    this.isFrozen = false;
    this.#hear('died');
  }

  /** It stands still in the middle of whatever it does, until it goes on. */
  freeze(): void {
    if (this.isFrozen || this.#child === undefined) return;
    this.#child.kill('SIGSTOP');
    this.isFrozen = true;
    this.#isOwing = this.#heard !== undefined;
    this.#hear('frozen');
  }

  /** It goes on, as if no time had passed; over when it has ended what it was at. */
  async thaw(): Promise<void> {
    if (!this.isFrozen) return;
    this.isFrozen = false;
    const ended = this.#isOwing ? this.#next() : undefined;
    this.#child?.kill('SIGCONT');
    await ended;
  }

  async close(): Promise<void> {
    const child = this.#child;
    if (child === undefined) return;
    this.#child = undefined;
    child.kill('SIGKILL');
    if (child.exitCode === null && child.signalCode === null) await once(child, 'exit');
  }

  #hear(said: Heard): void {
    const heard = this.#heard;
    this.#heard = undefined;
    heard?.(said);
    if (typeof said === 'string') this.onSilence();
  }

  #next(): Promise<Heard> {
    const { promise, resolve } = Promise.withResolvers<Heard>();
    this.#heard = resolve;
    return promise;
  }

  #tell(told: ToApp): Promise<Heard> {
    const next = this.#next();
    this.#child?.send(told, (error) => error !== null && this.#hear('died'));
    return next;
  }
}

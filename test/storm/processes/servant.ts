import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { setTimeout as pause } from 'node:timers/promises';
import { CACHED } from './compile-cache.ts';

/** How often a servant is begun, and how long nothing is done between two beginnings. */
const [TRIES, PAUSE_MS] = [10, 500];

/** A process of the storm that serves something at an address, and can be killed and stopped. It is told what to do as JSON. */
export class Servant<Told extends object, Said extends object> {
  readonly #file: string;
  #told: Told;
  #child: ChildProcess | undefined;
  #crashing: Promise<void> = Promise.resolve();
  /** How often it has died. */
  deaths = 0;
  /** Hears what it says after it was ready. */
  onSaid: (said: object) => void = () => undefined;
  /** Hears that it has died. */
  onDeath: () => void = () => undefined;

  private constructor(file: string, told: Told) {
    this.#file = file;
    this.#told = told;
  }

  /** Starts it, and gives what it says when it is ready. `again`: what it is told after a death, so that it is found at the same address. */
  static async start<Told extends object, Said extends object>(
    file: string,
    told: Told,
    again: (said: Said) => Told,
  ): Promise<{ readonly servant: Servant<Told, Said>; readonly said: Said }> {
    const servant = new Servant<Told, Said>(file, told);
    const said = await servant.#begin();
    servant.#told = again(said);
    return { servant, said };
  }

  /** @throws Error if it ends each time before it says that it is ready: its address may be somebody else's for a moment */
  async #begin(): Promise<Said> {
    for (let tries = 1; tries <= TRIES; tries += 1) {
      const child = fork(this.#file, [JSON.stringify(this.#told)], { stdio: 'ignore', env: CACHED });
      this.#child = child;
      const [said] = (await Promise.race([once(child, 'message'), once(child, 'exit')])) as [Said | number | null];
      if (typeof said === 'object' && said !== null) {
        child.on('message', (more: object) => this.onSaid(more));
        return said;
      }
      await pause(PAUSE_MS);
    }
    throw new Error(`${this.#file} ended ${TRIES} times before it was ready.`);
  }

  /** Tells it something more; `false` if it is not there. */
  send(told: object): boolean {
    const child = this.#child;
    if (child === undefined || !child.connected) return false;
    child.send(told, () => undefined);
    return true;
  }

  /** It dies, and is there again when this is over. */
  crash(): Promise<void> {
    const crashing = this.#crashing.then(async () => {
      this.deaths += 1;
      await this.close();
      await this.#begin();
    });
    this.#crashing = crashing.catch(() => undefined);
    return crashing;
  }

  /** When it is there. */
  ready(): Promise<void> {
    return this.#crashing;
  }

  /** It stands still for so many real milliseconds; whoever asks it waits. */
  stall(milliseconds: number): void {
    const child = this.#child;
    child?.kill('SIGSTOP');
    setTimeout(() => child?.kill('SIGCONT'), milliseconds);
  }

  async close(): Promise<void> {
    const child = this.#child;
    if (child === undefined || child.exitCode !== null || child.signalCode !== null) return;
    const ended = once(child, 'exit');
    child.kill('SIGKILL');
    await ended;
    this.onDeath();
  }
}

/** After a turn that failed, in milliseconds. */
const PAUSE_AFTER_FAILURE = 1000;

/** Work that goes on in turns until it is stopped. */
export class Loops {
  readonly #stopping = new AbortController();
  readonly #running: Promise<void>[] = [];
  readonly #onError: (error: unknown) => void;

  constructor(onError: (error: unknown) => void) {
    this.#onError = onError;
  }

  /** Starts work that gives, after each turn, how long to wait for the next, in milliseconds. A failure is told, and the work goes on. */
  start(turn: () => Promise<number>): void {
    this.#running.push(this.#loop(turn));
  }

  /** Resolves when the turns that are under way have ended. */
  async stop(): Promise<void> {
    this.#stopping.abort();
    await Promise.all(this.#running);
  }

  async #loop(turn: () => Promise<number>): Promise<void> {
    while (!this.#stopping.signal.aborted) await this.#pause(await this.#take(turn));
  }

  async #take(turn: () => Promise<number>): Promise<number> {
    try {
      return await turn();
    } catch (error) {
      this.#onError(error);
      return PAUSE_AFTER_FAILURE;
    }
  }

  #pause(milliseconds: number): Promise<void> {
    return new Promise((resolve) => {
      const { signal } = this.#stopping;
      if (signal.aborted) return resolve();
      const done = () => {
        clearTimeout(timer);
        signal.removeEventListener('abort', done);
        resolve();
      };
      const timer = setTimeout(done, milliseconds);
      signal.addEventListener('abort', done);
    });
  }
}

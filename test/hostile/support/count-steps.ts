import { type Profiler, Session } from 'node:inspector';

/**
 * Counts what some work costs as the engine sees it: how often each function was called and each of its blocks entered, in the code of
 * this project and of its packages. The same work counts the same on any machine. What is native counts once: a regular expression,
 * a sort without a comparison.
 */
export class StepCounter {
  readonly #session = new Session();

  constructor() {
    this.#session.connect();
    this.#session.post('Profiler.enable');
    this.#session.post('Profiler.startPreciseCoverage', { callCount: true, detailed: true });
  }

  /** The steps of synchronous work. What it throws is thrown. */
  count(work: () => void): number {
    this.#take();
    work();
    return this.#sum();
  }

  /** The steps of work that waits, with whatever else happens meanwhile in this process. */
  async countWhile(work: () => Promise<unknown>): Promise<number> {
    this.#take();
    await work();
    return this.#sum();
  }

  #sum(): number {
    const counts = this.#take().filter(isOurs).flatMap(countsOf);
    return counts.reduce((sum, count) => sum + count, 0);
  }

  close(): void {
    this.#session.post('Profiler.stopPreciseCoverage');
    this.#session.disconnect();
  }

  /** What was counted since the last time. The session answers at once: it is in this process. */
  #take(): readonly Profiler.ScriptCoverage[] {
    let taken: readonly Profiler.ScriptCoverage[] = [];
    this.#session.post('Profiler.takePreciseCoverage', (error, { result }) => {
      if (error) throw error;
      taken = result;
    });
    return taken;
  }
}

/** The servers that tests talk to, and the tools that run them, cost what they cost. */
const NOT_OURS = /\/src\/emulator\/|\/node_modules\/(?:vitest|@vitest|fast-check|pure-rand|vite|chai|azurite|lokijs)\//;

function isOurs({ url }: Profiler.ScriptCoverage): boolean {
  return /\/src\/|\/node_modules\//.test(url) && !NOT_OURS.test(url);
}

function countsOf({ functions }: Profiler.ScriptCoverage): readonly number[] {
  return functions.flatMap(({ ranges }) => ranges.map(({ count }) => count));
}

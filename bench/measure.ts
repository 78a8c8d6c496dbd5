/** One thing to time: what it does once, and how many of its units that is. */
export interface Contestant {
  readonly name: string;
  readonly run: () => Promise<number> | number;
}

/** How fast a contestant was: the median over the rounds. */
export interface Timing {
  readonly name: string;
  readonly unitsPerSecond: number;
  readonly millisecondsARound: number;
  /** Of this process; what services and commands in processes of their own take is no part of it. */
  readonly processorMillisecondsARound: number;
}

/**
 * Times contestants in turns, so that what disturbs the machine disturbs all of them, and gives the median of each.
 * The first round only warms up.
 */
export async function race(
  contestants: readonly Contestant[],
  rounds: number,
  clock: () => number = () => performance.now(),
): Promise<readonly Timing[]> {
  const seconds = contestants.map((): number[] => []);
  const processor = contestants.map((): number[] => []);
  const units = contestants.map(() => 0);
  for (let round = 0; round <= rounds; round += 1) {
    for (const [index, { run }] of contestants.entries()) {
      const [started, worked] = [clock(), processorTime()];
      units[index] = await run();
      if (round === 0) continue;
      seconds[index]?.push((clock() - started) / 1000);
      processor[index]?.push(processorTime() - worked);
    }
  }
  return contestants.map(({ name }, index) => {
    const median = medianOf(seconds[index] ?? []);
    return {
      name,
      unitsPerSecond: (units[index] ?? 0) / median,
      millisecondsARound: median * 1000,
      processorMillisecondsARound: medianOf(processor[index] ?? []),
    };
  });
}

/** The time that processors have worked for this process, in milliseconds: what else the machine does is no part of it. */
export function processorTime(): number {
  const { user, system } = process.cpuUsage();
  return (user + system) / 1000;
}

export function medianOf(values: readonly number[]): number {
  return values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)] ?? Number.NaN;
}

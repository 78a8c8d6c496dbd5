/** How much was done in a storm, or in several. */
export interface StormCounts {
  readonly steps: number;
  readonly kills: number;
  readonly freezes: number;
  /** Of storage and emulator. */
  readonly crashes: number;
  /** What apps have asked of nodes. */
  readonly acts: number;
  /** What people have asked of nodes, and was accepted. */
  readonly requests: number;
}

export const NOTHING: StormCounts = { steps: 0, kills: 0, freezes: 0, crashes: 0, acts: 0, requests: 0 };

export function sumOf(a: StormCounts, b: StormCounts): StormCounts {
  return {
    steps: a.steps + b.steps,
    kills: a.kills + b.kills,
    freezes: a.freezes + b.freezes,
    crashes: a.crashes + b.crashes,
    acts: a.acts + b.acts,
    requests: a.requests + b.requests,
  };
}

export function inWords({ steps, kills, freezes, crashes, acts, requests }: StormCounts): string {
  const struck = `${kills} kills, ${freezes} standstills, ${crashes} crashes of storage or emulator`;
  return `${steps} steps, ${struck}, ${acts} acts, ${requests} requests by hand`;
}

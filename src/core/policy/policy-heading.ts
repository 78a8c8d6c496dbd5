/** The parts of a policy that are needed to choose one. */
export interface PolicyHeading {
  readonly id: string;
  /** `undefined` if the policy cannot be parsed as far as its pools. */
  readonly pools: readonly string[] | undefined;
  /** Why the policy cannot be used; `undefined` if it can. */
  readonly fault?: string | undefined;
}

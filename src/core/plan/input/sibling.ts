/** Nodes that another pool lacks because its starts fail, and that this one gives instead, as a policy says. */
export interface SiblingNeed {
  readonly poolId: string;
  readonly nodes: number;
}

/** The pool that gets the starts of this one while they fail, and how many. */
export interface SiblingRequest {
  readonly pool: string;
  readonly nodes: number;
}

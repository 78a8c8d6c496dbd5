/** What the service does is not established in these points; both ways can be tried. */
export interface Knobs {
  /** The state that a node shows between a `taskcompletion` deallocation and the end of its last task. */
  readonly drainingState: 'deallocating' | 'running';
  /** The largest page of `/nodecounts`. Specifications differ: 10 in the older one, 1000 in the newer. */
  readonly nodeCountsPageSize: number;
}

export const DEFAULT_KNOBS: Knobs = { drainingState: 'deallocating', nodeCountsPageSize: 10 };

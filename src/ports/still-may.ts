/** Throws if what was decided must not be done any more: its right has passed to another process, or is over. */
export type StillMay = () => Promise<void>;

/** Work on content that others have written. It may crash its process, for example by running out of memory. */
export interface Attempt {
  /** Identifies the work and the version of everything that it reads, so that a change makes it a new attempt. */
  readonly key: string;
  /** A phrase for people, such as `reading the schedule "nights"`. */
  readonly what: string;
}

/** Work is not tried, because it has crashed processes before. */
export class GivenUp extends Error {
  constructor(message: string) {
    super(message);
    this.name = 'GivenUp';
  }
}

export interface Attempts {
  /**
   * Runs work, unless two processes have begun it and not finished. Work that throws has finished.
   * @throws whatever the work throws
   */
  attempt<Value>(attempt: Attempt, work: () => Value | Promise<Value>): Promise<Value | GivenUp>;
}

export interface HasAttempts {
  readonly attempts: Attempts;
}

/** Runs all work, for a process that serves nobody else. */
export const UNGUARDED: Attempts = { attempt: async (_, work) => work() };

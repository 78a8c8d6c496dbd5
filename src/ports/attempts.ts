/** Work on what others have written. It may end the process that does it: by running out of memory, say. */
export interface Attempt {
  /** Names the work with the version of everything that it reads: a change makes it another attempt. */
  readonly key: string;
  /** As people read it: `reading the schedule "nights"`. */
  readonly what: string;
}

/** Work that is not tried, because it has ended processes before. */
export class GivenUp extends Error {
  constructor(message: string) {
    super(message);
    this.name = 'GivenUp';
  }
}

export interface Attempts {
  /**
   * Does work, unless two processes have begun it and have not come to its end. Work that throws has come to its end.
   * @throws whatever the work throws
   */
  attempt<Value>(attempt: Attempt, work: () => Value | Promise<Value>): Promise<Value | GivenUp>;
}

export interface HasAttempts {
  readonly attempts: Attempts;
}

/** Does all work: for a process that serves nobody else. */
export const UNGUARDED: Attempts = { attempt: async (_, work) => work() };

/** A running app refuses what a command asks of it; the message is its answer, for people. The exit code is 1. */
export class Refusal extends Error {
  constructor(message: string) {
    super(message);
    this.name = 'Refusal';
  }
}

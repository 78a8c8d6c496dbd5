import { afterAll, beforeAll, beforeEach } from 'vitest';

/** Something that tests run against: started once, begun anew with nothing left of what was before, and closed in the end. */
export interface Fixture<Options> {
  start(): Promise<void>;
  begin(options?: Options): Promise<void>;
  close(): Promise<void>;
}

export interface FixtureUse<Options> {
  /** What it begins with. */
  readonly options?: Options;
  /** Does it begin anew before each test, or once before the first? */
  readonly each: boolean;
}

/** Starts, begins and closes a fixture around the tests of the file, or of the block, that this is called in. */
export function fixture<Options, Kind extends Fixture<Options>>(
  kind: Kind,
  { options, each }: FixtureUse<Options>,
): Kind {
  beforeAll(() => kind.start());
  afterAll(() => kind.close());
  (each ? beforeEach : beforeAll)(() => kind.begin(options));
  return kind;
}

/** A part of a fixture, which is there from its beginning on. */
export function begun<Part>(part: Part | undefined): Part {
  if (part === undefined) throw new Error('This has not begun: it can be used in tests and hooks only.');
  return part;
}

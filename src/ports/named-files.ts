export interface HasNamedFiles {
  /** What is wrong with the folder and the file that settings name, one sentence each; none if they can be read. */
  readonly namedFileFaults: () => Promise<readonly string[]>;
}

export interface HasUnknownSettings {
  /** The names of settings that look like those of the app, and that it does not know. */
  readonly unknownSettings: readonly string[];
}

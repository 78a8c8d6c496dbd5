/** A web page that the build has made. */
export interface BuiltPage {
  /** The whole of it, as HTML. @throws AppError Misconfigured if the build was not run, or left it out */
  read(): Promise<string>;
}

export interface HasDashboard {
  readonly dashboard: BuiltPage;
}

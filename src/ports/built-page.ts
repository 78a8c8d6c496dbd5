/** A web page that the build has produced. */
export interface BuiltPage {
  /** The complete HTML of the page. @throws AppError Misconfigured if the build did not run, or left the page out */
  read(): Promise<string>;
}

export interface HasDashboard {
  readonly dashboard: BuiltPage;
}

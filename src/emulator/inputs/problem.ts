/** A problem of a scenario. */
export interface Problem {
  /** Where, such as `$.accounts.0.pools.2.properties.vmSize`. */
  readonly path: string;
  readonly message: string;
}

type Path = readonly PropertyKey[];

/** A problem at a path. */
export function problemAt(path: Path, message: string): Problem {
  return { path: ['$', ...path].map(String).join('.'), message };
}

/** A scenario that cannot be built, with all its problems. */
export class ScenarioError extends Error {
  readonly problems: readonly Problem[];

  constructor(problems: readonly Problem[]) {
    const lines = problems.map(({ path, message }) => `  ${path}: ${message}`);
    super(['The scenario is invalid:', ...lines].join('\n'));
    this.name = 'ScenarioError';
    this.problems = problems;
  }
}

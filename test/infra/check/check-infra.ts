import { azdParameters } from '../bicep/azd-parameters.ts';
import { deploymentOf } from '../bicep/deployment.ts';
import { parseBicep } from '../bicep/parse-file.ts';
import type { Deployment, ReadText } from '../bicep/template.ts';
import { bodyProblems, resourceTypes } from './body-types.ts';
import { hardeningProblems } from './hardening.ts';
import { roleProblems } from './roles.ts';
import { scaleProblems } from './scale.ts';
import { SCENARIOS } from './scenarios.ts';
import { settingsProblems } from './settings.ts';

const MAIN = 'infra/main.bicep';

/** A deployment as azd would make it with some environment. @throws Error at the first fault in the templates */
export async function deploymentIn(read: ReadText, environment: Readonly<Record<string, string>>): Promise<Deployment> {
  const file = await parseBicep(MAIN, read(MAIN));
  const parameters = azdParameters(read('infra/main.parameters.json'), file, environment);
  return deploymentOf({ path: MAIN, read, parameters });
}

/** Everything that is wrong with the templates, over all scenarios. */
export async function checkInfra(read: ReadText, functions: readonly string[]): Promise<readonly string[]> {
  const problems = new Set<string>();
  for (const environment of Object.values(SCENARIOS))
    for (const problem of await problemsIn(read, environment, functions)) problems.add(problem);
  return [...problems];
}

async function problemsIn(
  read: ReadText,
  environment: Readonly<Record<string, string>>,
  functions: readonly string[],
): Promise<readonly string[]> {
  try {
    const deployment = await deploymentIn(read, environment);
    const types = resourceTypes();
    return [
      ...deployment.resources.flatMap((resource) => bodyProblems(resource, types)),
      ...settingsProblems(deployment),
      ...roleProblems(deployment),
      ...hardeningProblems(deployment),
      ...scaleProblems(deployment, read, functions),
    ];
  } catch (error) {
    return [error instanceof Error ? error.message : String(error)];
  }
}

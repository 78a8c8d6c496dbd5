import { type Deployment, loadFiles, type ReadText, type Resource, Template } from './template.ts';
import type { Value } from './value.ts';

export interface DeploymentOptions {
  readonly path: string;
  readonly read: ReadText;
  readonly parameters: { readonly [name: string]: Value };
}

const SUBSCRIPTION = '11111111-1111-4111-8111-111111111111';

/** What a template for a subscription deploys with some parameters. @throws Error at the first fault */
export async function deploymentOf({ path, read, parameters }: DeploymentOptions): Promise<Deployment> {
  const files = await loadFiles(path, read);
  const scope = { subscription: SUBSCRIPTION, group: undefined };
  const template = new Template({ files, read, path, key: 'main', scope, parameters });
  const outputs = template.deploy();
  return { outputs, resources: template.resources, waitsFor: template.waitsFor };
}

/** The resources for which a resource waits, directly or not. */
export function waitedForBy({ resources, waitsFor }: Deployment, resource: Resource): ReadonlySet<Resource> {
  const seen = new Set<string>();
  const waiting = [...(waitsFor.get(resource.key) ?? [])];
  for (const key of waiting) {
    if (seen.has(key)) continue;
    seen.add(key);
    waiting.push(...(waitsFor.get(key) ?? []));
  }
  return new Set(resources.filter(({ key }) => seen.has(key)));
}

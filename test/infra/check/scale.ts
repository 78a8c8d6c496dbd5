import type { Deployment, ReadText } from '../bicep/template.ts';
import { isList, isRecord, recordOf, type Value } from '../bicep/value.ts';

/** Versions of Node.js that Flex Consumption offers. */
const OFFERED = ['22', '24'];

/**
 * Every group that Flex Consumption scales by itself is known to the scale settings: all HTTP functions are one, each other
 * function is one of its own.
 * @param functions names of the functions of the bundle that are not called over HTTP
 */
export function scaleProblems(deployment: Deployment, read: ReadText, functions: readonly string[]): readonly string[] {
  const { alwaysReady } = JSON.parse(read('infra/scale.json')) as {
    readonly alwaysReady: Readonly<Record<string, number>>;
  };
  const groups = ['http', ...functions.map((name) => `function:${name}`)];
  const listed = Object.keys(alwaysReady);
  const config = functionAppConfig(deployment);
  const ready = recordOf(config['scaleAndConcurrency'], 'the scale settings')['alwaysReady'];
  const named = isList(ready) ? ready.map((one) => (isRecord(one) ? String(one['name']) : '')) : [];
  const { name, version } = recordOf(config['runtime'], 'the runtime');
  return [
    ...groups.filter((group) => !listed.includes(group)).map((group) => `infra/scale.json does not know ${group}`),
    ...listed.filter((group) => !groups.includes(group)).map((group) => `infra/scale.json: there is no ${group}`),
    ...named.filter((group) => !groups.includes(group)).map((group) => `alwaysReady: there is no ${group}`),
    ...(name === 'node' && OFFERED.includes(String(version)) ? [] : [`the runtime ${name} ${version} is not offered`]),
  ];
}

function functionAppConfig({ resources }: Deployment): { readonly [key: string]: Value } {
  const site = resources.find(({ type }) => type === 'Microsoft.Web/sites');
  return recordOf(recordOf(site?.body['properties'], 'the site')['functionAppConfig'], 'functionAppConfig');
}

import { type Extension, readExtension } from './extension.ts';
import { isObject, isThere, itemsOf, member, memberAt, type Place, textOf } from './place.ts';

/** The body of a pool, with the places that the rules look at. */
export interface PoolBody {
  /** The body as it was given. */
  readonly given: Place;
  /** A member of the resource: `properties`, `identity`, `tags`, `name` …, within the wrapper if there is one. */
  readonly resource: (name: string) => Place;
  readonly properties: Place;
  readonly identity: Place;
  readonly machines: Place;
  readonly nodeAgent: Place;
  /** Do its nodes run Windows? By the node agent, or else by the publisher of the image; `undefined` if neither tells. */
  readonly isWindows: boolean | undefined;
  readonly extensions: readonly Extension[];
  readonly upgradePolicy: Place;
}

/** The spelling of the data plane, which the example about Auto OS Upgrade has on the management plane as well. */
const OTHER_NODE_AGENT = 'nodeAgentSKUId';

/** Finds its way through the body of a pool, whatever is in it. */
export function readPoolBody(body: unknown): PoolBody {
  const given: Place = { value: body, path: '$' };
  const wrapper = wrapperOf(given);
  const resource = (name: string) => {
    const inside = wrapper === undefined ? undefined : member(wrapper, name);
    return inside !== undefined && (isThere(inside) || name === 'properties') ? inside : member(given, name);
  };
  const properties = resource('properties');
  const machines = memberAt(properties, 'deploymentConfiguration', 'virtualMachineConfiguration');
  const spelled = member(machines, 'nodeAgentSkuId');
  const other = misspelledNodeAgent(machines);
  const nodeAgent = other ?? spelled;
  return {
    given,
    resource,
    properties,
    identity: resource('identity'),
    machines,
    nodeAgent,
    isWindows: isWindows(textOf(nodeAgent), textOf(memberAt(machines, 'imageReference', 'publisher'))),
    extensions: itemsOf(member(machines, 'extensions')).map(readExtension),
    upgradePolicy: member(properties, 'upgradePolicy'),
  };
}

/** The wrapper of the specification's examples: `{"parameters":{"properties":…}}`. */
export function wrapperOf(given: Place): Place | undefined {
  const wrapper = member(given, 'parameters');
  return isObject(wrapper.value) ? wrapper : undefined;
}

/** The node agent under the data plane's name, where the right name is not there. */
export function misspelledNodeAgent(machines: Place): Place | undefined {
  const other = member(machines, OTHER_NODE_AGENT);
  return isThere(other) && !isThere(member(machines, 'nodeAgentSkuId')) ? other : undefined;
}

/**
 * What goes to the management plane: the body as it was given, but without the wrapper, and with the node agent under its
 * name. Both are findings; nothing else is ever changed.
 */
export function toArmBody(body: unknown): unknown {
  const given: Place = { value: body, path: '$' };
  const wrapper = wrapperOf(given);
  const { parameters: _, ...outside } = isObject(body) ? body : {};
  const resource = wrapper === undefined ? body : { ...outside, ...(wrapper.value as object) };
  const { properties, machines } = readPoolBody(resource);
  if (misspelledNodeAgent(machines) === undefined) return resource;
  const deployment = member(properties, 'deploymentConfiguration');
  const renamed = Object.entries(machines.value as object).map(([name, value]): [string, unknown] => [
    name === OTHER_NODE_AGENT ? 'nodeAgentSkuId' : name,
    value,
  ]);
  return {
    ...(resource as object),
    properties: {
      ...(properties.value as object),
      deploymentConfiguration: {
        ...(deployment.value as object),
        virtualMachineConfiguration: Object.fromEntries(renamed),
      },
    },
  };
}

function isWindows(agent: string | undefined, publisher: string | undefined): boolean | undefined {
  if (agent !== undefined) return /windows/i.test(agent);
  return publisher === undefined ? undefined : /windows/i.test(publisher);
}

import { type Extension, readExtension } from './extension.ts';
import { isObject, isThere, itemsOf, type LocatedValue, member, memberAt, textOf } from './located-value.ts';

/** The body of a pool, with access to the members that the rules check. */
export interface PoolBody {
  /** The body as received. */
  readonly given: LocatedValue;
  /** A member of the resource: `properties`, `identity`, `tags`, `name` …, inside the wrapper if there is one. */
  readonly resource: (name: string) => LocatedValue;
  readonly properties: LocatedValue;
  readonly identity: LocatedValue;
  readonly machines: LocatedValue;
  readonly nodeAgent: LocatedValue;
  /** Do its nodes run Windows, by the node agent or else by the publisher of the image? `undefined` if neither tells. */
  readonly isWindows: boolean | undefined;
  readonly extensions: readonly Extension[];
  readonly upgradePolicy: LocatedValue;
}

/** Gives access to the body of a pool, whatever it contains. */
export function readPoolBody(body: unknown): PoolBody {
  const given: LocatedValue = { value: body, path: '$' };
  const wrapper = wrapperOf(given);
  const resource = (name: string) => {
    const inside = wrapper === undefined ? undefined : member(wrapper, name);
    return inside !== undefined && (isThere(inside) || name === 'properties') ? inside : member(given, name);
  };
  const properties = resource('properties');
  const machines = memberAt(properties, 'deploymentConfiguration', 'virtualMachineConfiguration');
  const nodeAgent = member(machines, 'nodeAgentSkuId');
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
export function wrapperOf(given: LocatedValue): LocatedValue | undefined {
  const wrapper = member(given, 'parameters');
  return isObject(wrapper.value) ? wrapper : undefined;
}

function isWindows(agent: string | undefined, publisher: string | undefined): boolean | undefined {
  if (agent !== undefined) return /windows/i.test(agent);
  return publisher === undefined ? undefined : /windows/i.test(publisher);
}

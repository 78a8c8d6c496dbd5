import { readFileSync } from 'node:fs';

/** A body that the documents print, as text. */
export function printed(name: string): string {
  return readFileSync(new URL(`./documents/${name}`, import.meta.url), 'utf8');
}

// biome-ignore lint/suspicious/noExplicitAny: a test takes a body apart as it likes
export type Body = any;

/** "Use extensions with Batch pools": Key Vault on Linux. */
export const LINUX: Body = JSON.parse(printed('key-vault-linux.json'));
/** The same on Windows, with the member name that is missing there. */
export const WINDOWS: Body = JSON.parse(printed('key-vault-windows.json'));
/** "Create an Azure Batch pool with Auto OS Upgrade", with its wrapper and its spelling. */
export const UPGRADE_AS_PRINTED: Body = JSON.parse(printed('auto-os-upgrade.json'));
/** "Use Start/Deallocate operation with Batch nodes", whose Key Vault has no identity to read it with. */
export const START_DEALLOCATE: Body = JSON.parse(printed('start-deallocate-nodes.json'));

/** The body about Auto OS Upgrade as it should be. */
export const UPGRADE: Body = (() => {
  const { parameters, ...rest } = structuredClone(UPGRADE_AS_PRINTED);
  const machines = parameters.properties.deploymentConfiguration.virtualMachineConfiguration;
  machines.nodeAgentSkuId = machines.nodeAgentSKUId;
  delete machines.nodeAgentSKUId;
  parameters.properties.upgradePolicy.mode = 'automatic';
  return { ...rest, ...parameters };
})();

/** Application Health on the Linux body, with a server of one's own. */
export const HEALTH: Body = withMember(
  LINUX,
  'properties.deploymentConfiguration.virtualMachineConfiguration.extensions',
  [
    {
      name: 'health',
      publisher: 'Microsoft.ManagedServices',
      type: 'ApplicationHealthLinux',
      typeHandlerVersion: '2.0',
      settings: { protocol: 'http', port: 8080, requestPath: '/health', intervalInSeconds: 10, numberOfProbes: 3 },
    },
  ],
);

/** A body with one member set, or left out where the value is `undefined`; steps are names and numbers of items. */
export function withMember(body: Body, path: string, value: unknown): Body {
  const copy = structuredClone(body);
  const steps = path.split('.');
  const last = steps.pop() ?? '';
  let holder = copy;
  for (const step of steps) {
    holder[step] ??= {};
    holder = holder[step];
  }
  if (value === undefined) delete holder[last];
  else holder[last] = value;
  return copy;
}

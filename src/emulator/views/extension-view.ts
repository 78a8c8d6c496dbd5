import type { WireInstanceViewStatus, WireNodeExtension, WireVMExtension } from '../../wire/node-extension.ts';
import {
  applicationHealthAt,
  customMetricsOf,
  hasBinaryStates,
  isApplicationHealth,
} from '../life/application-health.ts';
import { type Provisioning, provisioningOf } from '../life/extensions.ts';
import type { PoolExtension } from '../world/pool-extension.ts';
import { toWireTime } from '../world/wire-time.ts';
import type { Node, Pool, World } from '../world/world.ts';

/** The installation of an extension on a node. */
export interface Installed {
  readonly pool: Pool;
  readonly node: Node;
  readonly extension: PoolExtension;
}

/** An extension of a node as the data plane shows it. */
export function toWireExtension(world: World, installed: Installed): WireNodeExtension {
  const { node, extension } = installed;
  const provisioning = provisioningOf(installed, extension, world.now);
  const reportsHealth = isApplicationHealth(extension) && provisioning.state !== 'failed';
  const subStatuses = reportsHealth ? healthStatuses(world, installed) : [];
  const time = toWireTime(node.machine.extensionsReadyAt ?? world.now);
  return {
    provisioningState: { transitioning: 'Creating', succeeded: 'Succeeded', failed: 'Failed' }[provisioning.state],
    vmExtension: toVMExtension(world, extension),
    instanceView: {
      name: extension.name,
      statuses: [status(world, provisioning, time)],
      ...(subStatuses.length > 0 && { subStatuses }),
    },
  };
}

/** "protectedSettings" is write-only: "the extension can contain either protectedSettings or … no protected settings at all". */
function toVMExtension({ knobs }: World, extension: PoolExtension): WireVMExtension {
  const { name, publisher, type, typeHandlerVersion, autoUpgradeMinorVersion, enableAutomaticUpgrade } = extension;
  const { settings, provisionAfterExtensions } = extension;
  return {
    name,
    publisher,
    type,
    ...(typeHandlerVersion !== undefined && { typeHandlerVersion }),
    ...(autoUpgradeMinorVersion !== undefined && { autoUpgradeMinorVersion }),
    ...(enableAutomaticUpgrade !== undefined && { enableAutomaticUpgrade }),
    ...(settings !== undefined && { settings: knobs.extensionShape === 'text' ? textOf(settings) : settings }),
    ...(provisionAfterExtensions !== undefined && { provisionAfterExtensions }),
  };
}

/** The example in the documents has Windows line endings. */
function textOf(settings: NonNullable<PoolExtension['settings']>): string {
  return typeof settings === 'string' ? settings : JSON.stringify(settings, null, 2).replaceAll('\n', '\r\n');
}

const LEVELS = { transitioning: 'Info', succeeded: 'Info', failed: 'Error' } as const;
const LEVEL_NUMBERS = { Info: 0, Warning: 1, Error: 2 } as const;

function status(world: World, { state, message }: Provisioning, time: string): WireInstanceViewStatus {
  return {
    code: `ProvisioningState/${state}`,
    displayStatus: state === 'transitioning' ? 'Updating' : `Provisioning ${state}`,
    level: level(world, LEVELS[state]),
    message,
    time,
  };
}

/** The documents' example has a number where the specification has a word. */
function level({ knobs }: World, word: keyof typeof LEVEL_NUMBERS): WireInstanceViewStatus['level'] {
  return knobs.extensionShape === 'text' ? LEVEL_NUMBERS[word] : word;
}

/** The substatuses of the Application Health extension; the health is in the message of the second. */
function healthStatuses(world: World, { node, extension }: Installed): readonly WireInstanceViewStatus[] {
  const state = applicationHealthAt(extension, node, world.now);
  const isBinary = hasBinaryStates(extension);
  const metrics = state === 'Initializing' ? undefined : customMetricsOf(extension, node);
  // assumed: version 1.0, which has no third state, is unhealthy until it has found the node healthy.
  const isWell = state === 'Healthy' || (state === 'Initializing' && !isBinary);
  const time = toWireTime(world.now);
  const said = {
    Initializing: 'transitioning',
    Healthy: 'succeeded',
    Unhealthy: 'succeeded',
    Unknown: 'failed',
  } as const;
  const status = (name: string, code: 'transitioning' | 'succeeded' | 'failed', message: string) => ({
    code: `ComponentStatus/${name}/${code}`,
    displayStatus: code === 'transitioning' ? 'Updating' : `Provisioning ${code}`,
    level: level(world, LEVELS[code]),
    message,
    time,
  });
  const word = isWell ? 'healthy' : 'unhealthy';
  const sentence = status('AppHealthStatus', isWell ? 'succeeded' : 'failed', `Application found to be ${word}`);
  if (isBinary) return [sentence];
  return [
    sentence,
    status('ApplicationHealthState', said[state], state),
    ...(metrics === undefined ? [] : [status('CustomMetrics', 'succeeded', metrics)]),
  ];
}

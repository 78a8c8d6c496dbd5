import { applicationHealthIn, isApplicationHealth } from '../../../core/health/application-health.ts';
import {
  type DeclaredExtension,
  type ExtensionHealth,
  type ExtensionIdentity,
  type ExtensionSettings,
  type ExtensionState,
  type ExtensionStatus,
  gravestOf,
  isOfBatch,
  type Level,
} from '../../../core/health/extension.ts';
import { itemsOf, membersOf } from './members-of.ts';

/**
 * Parses an extension of a node. Specification and documents differ in the type of the settings and of the level, and in which
 * members are optional. Invalid members count as not known. `undefined` without a name.
 * https://learn.microsoft.com/rest/api/batchservice/nodes/get-node-extension (api-version 2025-06-01)
 */
export function fromWireExtension(wire: unknown): ExtensionHealth | undefined {
  const { provisioningState, vmExtension, instanceView } = membersOf(wire);
  const view = membersOf(instanceView);
  const definition = membersOf(vmExtension);
  // The example in the documents requests `secretext` and gets a definition named `KVExtensions`.
  const name = textOf(view['name']) ?? textOf(definition['name']);
  if (name === undefined) return undefined;
  const identity = identityOf(name, definition);
  const definedAs = textOf(definition['name']);
  const statuses = itemsOf(view['statuses']).map(fromWireStatus);
  const subStatuses = itemsOf(view['subStatuses']).map(fromWireStatus);
  const state = stateOf(provisioningState, statuses);
  return {
    ...identity,
    otherName: definedAs?.toLowerCase() === name.toLowerCase() ? undefined : definedAs,
    state,
    level: gravestOf([LEVEL_OF[state], ...statuses.map(({ level }) => level)]) ?? 'warning',
    message: statuses.flatMap(({ message }) => message ?? []).join('; '),
    ...fromWireSettings(definition['settings']),
    ofBatch: isOfBatch(identity),
    statuses,
    subStatuses,
    applicationHealth: isApplicationHealth(identity) ? applicationHealthIn(subStatuses, state) : undefined,
  };
}

/** Parses an extension that a pool declares; `undefined` without a name. */
export function fromWireDeclared(wire: unknown): DeclaredExtension | undefined {
  const declared = membersOf(wire);
  const name = textOf(declared['name']);
  if (name === undefined) return undefined;
  return { ...identityOf(name, declared), settings: fromWireSettings(declared['settings']).settings };
}

function identityOf(name: string, definition: Readonly<Record<string, unknown>>): ExtensionIdentity {
  const { publisher, type, typeHandlerVersion, autoUpgradeMinorVersion } = definition;
  return {
    name,
    publisher: textOf(publisher),
    type: textOf(type),
    version: textOf(typeHandlerVersion),
    autoUpgradeMinorVersion: typeof autoUpgradeMinorVersion === 'boolean' ? autoUpgradeMinorVersion : undefined,
  };
}

const LEVEL_OF = {
  succeeded: 'info',
  transitioning: 'info',
  unknown: 'warning',
  failed: 'error',
} as const satisfies Record<ExtensionState, Level>;

/** The state of the extension resource or of its instance view, either of which may be missing; the worse counts. */
function stateOf(provisioningState: unknown, statuses: readonly ExtensionStatus[]): ExtensionState {
  const codes = statuses.flatMap(({ code }) => /^ProvisioningState\/([^/]+)/i.exec(code ?? '')?.[1] ?? []);
  const said = [textOf(provisioningState), ...codes].flatMap((word) => (word === undefined ? [] : [stateNamed(word)]));
  return (['failed', 'transitioning', 'unknown', 'succeeded'] as const).find((one) => said.includes(one)) ?? 'unknown';
}

const TRANSITIONING = new Set(['transitioning', 'creating', 'updating', 'deleting', 'migrating', 'enabling']);

function stateNamed(word: string): ExtensionState {
  const state = word.toLowerCase();
  if (TRANSITIONING.has(state)) return 'transitioning';
  if (state === 'succeeded') return 'succeeded';
  return state === 'failed' || state === 'canceled' ? 'failed' : 'unknown';
}

function fromWireStatus(wire: unknown): ExtensionStatus {
  const { code, level, displayStatus, message, time } = membersOf(wire);
  return {
    code: textOf(code),
    level: fromWireLevel(level),
    display: textOf(displayStatus),
    message: textOf(message),
    time: textOf(time),
  };
}

/** A word as specified, a number as in the documents' example, or that number as a string. */
function fromWireLevel(level: unknown): Level | undefined {
  const word = typeof level === 'number' ? `${level}` : (textOf(level) ?? '').toLowerCase();
  // assumed: the numbers are in the order of the words, as in the service's own language.
  return (['info', 'warning', 'error'] as const).find((one, number) => word === one || word === `${number}`);
}

/** Settings as an object, as specified, or as a JSON string, as in the documents' example. */
function fromWireSettings(wire: unknown): Pick<ExtensionHealth, 'settings' | 'settingsFault'> {
  if (wire === undefined || wire === null || wire === '') return { settings: {}, settingsFault: undefined };
  const settings = typeof wire === 'string' ? parsed(wire) : wire;
  if (typeof settings === 'object' && settings !== null && !Array.isArray(settings)) {
    return { settings: settings as ExtensionSettings, settingsFault: undefined };
  }
  return { settings: {}, settingsFault: 'the settings are neither an object nor the JSON text of one' };
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

function textOf(value: unknown): string | undefined {
  return typeof value === 'string' && value !== '' ? value : undefined;
}

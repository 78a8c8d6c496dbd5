import { APPLICATION_HEALTH_STATES, type ApplicationHealthState } from './application-health-state.ts';
import type { ExtensionHealth, ExtensionState, ExtensionStatus } from './extension.ts';

/** Is it the Application Health extension, on Linux or on Windows? */
export function isApplicationHealth({
  publisher,
  type,
}: {
  readonly publisher: string | undefined;
  readonly type: string | undefined;
}): boolean {
  return (
    publisher?.toLowerCase() === 'microsoft.managedservices' && /^applicationhealth(?:linux|windows)$/i.test(type ?? '')
  );
}

/**
 * The state that the Application Health extension reports: the message of its substatus `ApplicationHealthState`. Level and
 * code do not tell: `Unhealthy` is reported as a success. Version 1.0 has only `AppHealthStatus`, a sentence for people.
 * Without either, the state is unknown, unless the extension is still being installed. (Extension source, main/cmds.go;
 * https://learn.microsoft.com/azure/virtual-machine-scale-sets/virtual-machine-scale-sets-health-extension)
 */
export function applicationHealthIn(
  subStatuses: readonly ExtensionStatus[],
  state: ExtensionState,
): ApplicationHealthState {
  const rich = messageOf(subStatuses, 'ApplicationHealthState');
  if (rich !== undefined) return stateNamed(rich);
  const binary = /\b(un)?healthy\b/i.exec(messageOf(subStatuses, 'AppHealthStatus') ?? '');
  if (binary !== null) return binary[1] === undefined ? 'Healthy' : 'Unhealthy';
  return state === 'transitioning' ? 'Initializing' : 'Unknown';
}

/** The port of the health server of the Batch node agent: https://learn.microsoft.com/azure/batch/create-pool-extensions */
const AGENT_PORT = 29_879;

/**
 * The health of the node agent and of the application, which the extension reports as one; `undefined` if they cannot be told
 * apart.
 */
export interface HealthBySource {
  readonly application: ApplicationHealthState | undefined;
  readonly agent: ApplicationHealthState | undefined;
  /** How they were told apart, or why not. */
  readonly because: string;
}

/**
 * Separates the health of the Batch node agent from that of the application, as far as is possible from outside. A server that
 * reports both puts them into its `CustomMetrics`, as `lamplighter node-health` does: `{"NodeHealth":{"agent":"Healthy: says
 * healthy","application":"Unhealthy: status 500"}}`. The text after a colon is for people.
 */
export function healthBySource({
  applicationHealth: state,
  settings,
  subStatuses,
}: Pick<ExtensionHealth, 'applicationHealth' | 'settings' | 'subStatuses'>): HealthBySource {
  const said = nodeHealthIn(messageOf(subStatuses, 'CustomMetrics'));
  const [application, agent] = [said['application'], said['agent']].map(stateBeforeColon);
  if (application !== undefined || agent !== undefined) {
    return { application, agent, because: 'the health server reports both in its CustomMetrics' };
  }
  if (Number(settings['port']) === AGENT_PORT) {
    return { application: undefined, agent: state, because: 'the probe checks only the Batch agent' };
  }
  if (state === 'Healthy') {
    return {
      application: state,
      agent: undefined,
      because: 'it is unknown whether the server also checks the Batch agent',
    };
  }
  return {
    application: undefined,
    agent: undefined,
    because: 'one response for both: it does not show which is meant',
  };
}

function messageOf(statuses: readonly ExtensionStatus[], component: string): string | undefined {
  const code = new RegExp(`^ComponentStatus/${component}(?:/|$)`, 'i');
  return statuses.find((status) => code.test(status.code ?? ''))?.message;
}

function stateNamed(text: string): ApplicationHealthState {
  return wordOf(text) ?? 'Unknown';
}

function wordOf(value: unknown): ApplicationHealthState | undefined {
  const word = typeof value === 'string' ? value.trim().toLowerCase() : '';
  return APPLICATION_HEALTH_STATES.find((state) => state.toLowerCase() === word);
}

function stateBeforeColon(value: unknown): ApplicationHealthState | undefined {
  return typeof value === 'string' ? wordOf(value.split(':', 1)[0]) : undefined;
}

/** "CustomMetrics" is a string with a JSON object; our member is `NodeHealth`. */
function nodeHealthIn(text: string | undefined): Readonly<Record<string, unknown>> {
  try {
    const metrics: unknown = JSON.parse(text ?? '{}');
    return recordOf(recordOf(metrics)['NodeHealth']);
  } catch {
    return {};
  }
}

function recordOf(value: unknown): Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null ? (value as Readonly<Record<string, unknown>>) : {};
}

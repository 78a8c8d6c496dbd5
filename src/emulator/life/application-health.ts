import { Temporal } from 'temporal-polyfill';
import { type PoolExtension, settingsOf } from '../world/pool-extension.ts';
import { readAnswer, readStatus } from '../world/probe-answer.ts';
import type { HealthSignal, Node } from '../world/world.ts';
import { whyNotProbing } from './probe-settings.ts';

/** What the Application Health extension reports. */
export type ApplicationHealthState = 'Initializing' | 'Healthy' | 'Unhealthy' | 'Unknown';

/** The probe settings of the extension, with their documented defaults. */
interface Probe {
  readonly tcp: boolean;
  readonly always: boolean;
  /** How long the same result must last before it counts: interval times number of probes. */
  readonly settle: Temporal.Duration;
  readonly grace: Temporal.Duration;
}

/** Is it the Application Health extension, on Linux or on Windows? */
export function isApplicationHealth({ publisher, type }: PoolExtension): boolean {
  return publisher.toLowerCase() === 'microsoft.managedservices' && /^applicationhealth(?:linux|windows)$/i.test(type);
}

/**
 * The state that the extension reports at an instant. It begins as Initializing, and ends that after `numberOfProbes` equal
 * probes or after the grace period; from then on, a new state counts after as many equal probes. (Extension source,
 * main/cmds.go; https://learn.microsoft.com/azure/virtual-machine-scale-sets/virtual-machine-scale-sets-health-extension)
 */
export function applicationHealthAt(
  extension: PoolExtension,
  { machine }: Pick<Node, 'machine'>,
  now: Temporal.Instant,
): ApplicationHealthState {
  // assumed: an extension that does not start reports nothing, which counts as unknown.
  if (whyNotProbing(extension) !== undefined) return 'Unknown';
  const settings = settingsOf(extension.settings);
  const probe = probeOf(settings);
  const from = machine.extensionsReadyAt;
  if (from === undefined || isBefore(now, from)) return 'Initializing';
  if (probe.always) return 'Healthy';
  const graceEnd = from.add(probe.grace);
  return stretches(machine.signals, {
    from,
    until: now,
    found: probed(settings['port'], hasBinaryStates(extension)),
  }).reduce<ApplicationHealthState>(
    (state, stretch) => after(state === 'Initializing' ? graceOver(stretch, probe, graceEnd) : state, stretch, probe),
    'Initializing',
  );
}

/** Version 1.0 knows only Healthy and Unhealthy, by the status of a response. */
export function hasBinaryStates({ typeHandlerVersion }: PoolExtension): boolean {
  return /^1(?:\.|$)/.test(typeHandlerVersion ?? '');
}

/** The `CustomMetrics` in the last response of the user's own health server, if there is one. */
export function customMetricsOf(extension: PoolExtension, { machine }: Pick<Node, 'machine'>): string | undefined {
  const answer = machine.signals.at(-1)?.answer;
  const { protocol, port } = settingsOf(extension.settings);
  if (hasBinaryStates(extension)) return undefined;
  const isAsked = (protocol === 'http' || protocol === 'https') && port !== AGENT_PORT;
  return isAsked && answer !== undefined ? readAnswer(answer).metrics : undefined;
}

/** The state of an initializing extension at the end of a span in which the grace period may have ended. */
function graceOver(
  { found, since, until }: Stretch,
  { settle, grace, tcp }: Probe,
  graceEnd: Temporal.Instant,
): ApplicationHealthState {
  const isOver = !isBefore(until, graceEnd) && grace.sign >= 0;
  const settlesFirst = found !== 'Unknown' && !isBefore(graceEnd, since.add(settle));
  if (!isOver || settlesFirst) return 'Initializing';
  return tcp ? 'Unhealthy' : 'Unknown';
}

/** The state after a span that lasted long enough to count; probes without a response end no initialization. */
function after(
  state: ApplicationHealthState,
  { found, since, until }: Stretch,
  { settle }: Probe,
): ApplicationHealthState {
  if (isBefore(until, since.add(settle))) return state;
  return state === 'Initializing' && found === 'Unknown' ? state : found;
}

/**
 * The result of a probe: the response of a health server on the node that also asks the Batch node agent. "Otherwise you might
 * end up with a 'healthy' node that doesn't have a properly functioning Batch Agent."
 */
function compositeOf({ application, agent, answer }: HealthSignal, isBinary: boolean): Found {
  if (answer !== undefined) return isBinary ? readStatus(answer) : readAnswer(answer).state;
  if (application === 'Unhealthy' || agent === 'unhealthy') return 'Unhealthy';
  return application === 'Healthy' && agent === 'healthy' ? 'Healthy' : 'Unknown';
}

/** The Batch node agent itself answers on this port. */
const AGENT_PORT = 29_879;

/**
 * The result of a probe of a port. "You can … directly use the Batch health server as the endpoint": that one reports the agent
 * only. On any other port, a server of the user is expected to report both.
 */
function probed(port: unknown, isBinary: boolean): (signal: HealthSignal) => Found {
  return port === AGENT_PORT ? ({ agent }) => AGENT_STATES[agent] : (signal) => compositeOf(signal, isBinary);
}

const AGENT_STATES = { healthy: 'Healthy', unhealthy: 'Unhealthy', unknown: 'Unknown' } as const;

type Found = Exclude<ApplicationHealthState, 'Initializing'>;

interface Stretch {
  readonly found: Found;
  readonly since: Temporal.Instant;
  readonly until: Temporal.Instant;
}

/** Spans of time with equal probe results, up to now. */
function stretches(
  signals: readonly HealthSignal[],
  {
    from,
    until: now,
    found: foundBy,
  }: {
    readonly from: Temporal.Instant;
    readonly until: Temporal.Instant;
    readonly found: (signal: HealthSignal) => Found;
  },
): readonly Stretch[] {
  const result: Stretch[] = [];
  for (const [index, signal] of signals.entries()) {
    const since = isBefore(signal.from, from) ? from : signal.from;
    const until = signals[index + 1]?.from ?? now;
    if (isBefore(until, from) || isBefore(now, since)) continue;
    const last = result.at(-1);
    const found = foundBy(signal);
    if (last?.found === found) result[result.length - 1] = { ...last, until };
    else result.push({ found, since, until });
  }
  return result;
}

function probeOf(settings: Readonly<Record<string, unknown>>): Probe {
  const interval = numberIn(settings['intervalInSeconds'], 5);
  const settle = interval * numberIn(settings['numberOfProbes'], 1);
  return {
    tcp: settings['protocol'] === 'tcp',
    // "With no protocol set the extension always reports Healthy" (extension source).
    always: settings['protocol'] === undefined,
    settle: Temporal.Duration.from({ seconds: settle }),
    grace: Temporal.Duration.from({ seconds: numberIn(settings['gracePeriod'], settle) }),
  };
}

function numberIn(value: unknown, otherwise: number): number {
  return typeof value === 'number' ? value : otherwise;
}

function isBefore(a: Temporal.Instant, b: Temporal.Instant): boolean {
  return Temporal.Instant.compare(a, b) < 0;
}

import type { HealthState, Signal } from './signal.ts';

/** The health of a node, and the two signals that make it. */
export interface CompositeHealth {
  readonly state: HealthState;
  readonly agent: Signal;
  readonly application: Signal;
}

/** The response: a status, and a body in the form of a Rich Health State. */
export interface HealthAnswer {
  readonly status: 200 | 503;
  readonly body: string;
}

/** The version of the extension that sends the request: 2.0 reads the body (`rich`), 1.0 only the status (`binary`). */
export type AnswerKind = 'rich' | 'binary';

/**
 * Healthy only if the agent and the application both are; unhealthy if one is unhealthy; otherwise unknown. "Otherwise you
 * might end up with a 'healthy' node that doesn't have a properly functioning Batch Agent."
 * (https://learn.microsoft.com/azure/batch/create-pool-extensions)
 */
export function combine(agent: Signal, application: Signal): CompositeHealth {
  return { state: stateOf(agent.state, application.state), agent, application };
}

function stateOf(agent: HealthState, application: HealthState): HealthState {
  if (agent === 'Unhealthy' || application === 'Unhealthy') return 'Unhealthy';
  return agent === 'Healthy' && application === 'Healthy' ? 'Healthy' : 'Unknown';
}

/**
 * The response to a request of the extension. The extension reads `Healthy` and `Unhealthy`, in exactly this spelling, from
 * responses with status 2xx. Status 503 and any other word are unknown to it, so unknown is stated in both. `CustomMetrics`
 * must be a string with a JSON object that has members: some versions of the extension ignore a response with other metrics.
 * (https://learn.microsoft.com/azure/virtual-machine-scale-sets/virtual-machine-scale-sets-health-extension; extension source,
 * health.go)
 */
export function toAnswer({ state, agent, application }: CompositeHealth, kind: AnswerKind): HealthAnswer {
  // Version 1.0 reads only the status: it takes an unhealthy node that responds with 200 for healthy.
  const isTaken = kind === 'binary' ? state === 'Healthy' : state !== 'Unknown';
  const own = { NodeHealth: { agent: shown(agent), application: shown(application) } };
  return {
    status: isTaken ? 200 : 503,
    body: JSON.stringify({ ApplicationHealthState: state, CustomMetrics: metricsText(application.metrics, own) }),
  };
}

/** Metrics that are nested too deeply to be written are left out: they must not take the state with them. */
function metricsText(metrics: Signal['metrics'], own: Readonly<Record<string, unknown>>): string {
  try {
    return JSON.stringify({ ...metrics, ...own });
  } catch {
    return JSON.stringify(own);
  }
}

/** A signal as text, such as `Unknown: no answer within 10 s`; without a timestamp, so that equal health gives equal responses. */
export function shown({ state, reason }: Signal): string {
  return `${state}: ${reason}`;
}

import { askAgent } from './ask-agent.ts';
import { askApplication } from './ask-application.ts';
import { askWithin } from './ask-within.ts';
import { type CompositeHealth, combine, shown, toAnswer } from './composite.ts';
import { HEALTH_PATH, healthListener } from './health-listener.ts';
import { listenOnLoopbacks } from './loopbacks.ts';
import { type NodeHealthOptions, type Settings, settingsOf } from './options.ts';
import { shareProbe } from './share-probe.ts';

/** A running server of composite health. */
export interface NodeHealth {
  readonly port: number;
  /** One for each address that it listens on. */
  readonly urls: readonly string[];
  /** Ends the connections, and the probes that are under way. */
  close(): Promise<void>;
}

/**
 * Starts a server for the Application Health extension. It probes the Batch node agent and the application, and reports the
 * node healthy only if both are.
 * @throws Error if an option is invalid or the port is not available
 */
export async function startNodeHealth(options: NodeHealthOptions): Promise<NodeHealth> {
  const settings = settingsOf(options);
  const closing = new AbortController();
  const ask = probeOf(settings, closing.signal);
  const tell = changes(options.onChange);
  const probe = shareProbe(async () => {
    const health = await ask();
    if (!closing.signal.aborted) tell(health);
    return health;
  }, settings);
  const listener = healthListener(async () => toAnswer(await probe(), settings.answers));
  const { port, addresses, close } = await listenOnLoopbacks(listener, settings.port);
  return {
    port,
    urls: addresses.map(
      (address) => `http://${address.includes(':') ? `[${address}]` : address}:${port}${HEALTH_PATH}`,
    ),
    close: () => {
      closing.abort();
      return close();
    },
  };
}

/** Probes the agent and the application at the same time. */
function probeOf({ agent, application, timeoutMs }: Settings, closing: AbortSignal): () => Promise<CompositeHealth> {
  const [asAgent, asApplication] = [askAgent(agent), askApplication(application)];
  return async () => {
    const patience = { timeoutMs, closing };
    return combine(...(await Promise.all([askWithin(asAgent, patience), askWithin(asApplication, patience)])));
  };
}

/** Reports a health only if it differs from the last one; metrics do not count, because they may change all the time. */
function changes(onChange: NodeHealthOptions['onChange']): (health: CompositeHealth) => void {
  let last: string | undefined;
  return (health) => {
    const now = `${shown(health.agent)} ${shown(health.application)}`;
    if (now === last) return;
    last = now;
    onChange?.(health);
  };
}

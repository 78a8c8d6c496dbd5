import { askAgent } from './ask-agent.ts';
import { askApplication } from './ask-application.ts';
import { askWithin } from './ask-within.ts';
import { type CompositeHealth, combine, shown, toAnswer } from './composite.ts';
import { HEALTH_PATH, healthListener } from './health-listener.ts';
import { listenOnLoopbacks } from './loopbacks.ts';
import { type NodeHealthOptions, type Settings, settingsOf } from './options.ts';
import { shareProbe } from './share-probe.ts';

/** A composite health server that answers. */
export interface NodeHealth {
  readonly port: number;
  /** One for each address that it listens on. */
  readonly urls: readonly string[];
  /** Ends the connections, and the probes that are under way. */
  close(): Promise<void>;
}

/**
 * Starts a server for the Application Health extension that asks the Batch node agent and the application, and says that the
 * node is healthy only if both do.
 * @throws Error if an option is wrong or the port cannot be had
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

/** Asks both sides at once. */
function probeOf({ agent, application, timeoutMs }: Settings, closing: AbortSignal): () => Promise<CompositeHealth> {
  const [asAgent, asApplication] = [askAgent(agent), askApplication(application)];
  return async () => {
    const patience = { timeoutMs, closing };
    return combine(...(await Promise.all([askWithin(asAgent, patience), askWithin(asApplication, patience)])));
  };
}

/** Tells of a health only if it is another one than the last; what the application measures may change all the time. */
function changes(onChange: NodeHealthOptions['onChange']): (health: CompositeHealth) => void {
  let last: string | undefined;
  return (health) => {
    const now = `${shown(health.agent)} ${shown(health.application)}`;
    if (now === last) return;
    last = now;
    onChange?.(health);
  };
}

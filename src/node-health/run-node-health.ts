import { readArguments, USAGE } from './arguments.ts';
import { type CompositeHealth, shown } from './composite.ts';
import { type NodeHealth, startNodeHealth } from './start-node-health.ts';

/**
 * Serves the health of the node until SIGINT or SIGTERM. Writes changes of the health to standard error.
 * @returns the exit code: 0 after the signal, 1 if the port is not available, 2 for other errors, such as a wrong command line
 */
export async function runNodeHealth(parameters: readonly string[], write: (text: string) => void): Promise<number> {
  // The process that started it may have ended, and with it the reader of its output.
  for (const stream of [process.stdout, process.stderr]) stream.on('error', () => undefined);
  try {
    const given = readArguments(parameters);
    if (given.help) {
      write(USAGE);
      return 0;
    }
    const server = await startNodeHealth({ ...given.options, onChange: sayChange });
    write(given.json ? `${JSON.stringify(readiness(server))}\n` : `Node health on ${server.urls.join(' and ')}\n`);
    await ended();
    await server.close();
    return 0;
  } catch (error) {
    process.stderr.write(`node-health: ${plainWords(error)}\n`);
    return isOfPort(error) ? 1 : 2;
  }
}

function readiness({ port, urls }: NodeHealth) {
  return { ready: true, health: urls[0], urls, port };
}

function sayChange({ state, agent, application }: CompositeHealth): void {
  const at = new Date().toISOString();
  process.stderr.write(`${at} ${state} (agent ${shown(agent)}; application ${shown(application)})\n`);
}

function ended(): Promise<unknown> {
  return Promise.race(
    (['SIGINT', 'SIGTERM'] as const).map((signal) => new Promise((resolve) => process.once(signal, resolve))),
  );
}

function isOfPort(error: unknown): boolean {
  return ['EADDRINUSE', 'EACCES'].includes((error as NodeJS.ErrnoException).code ?? '');
}

/** An error as a message for the user, without system terms. */
function plainWords(error: unknown): string {
  const { code, port, message } = error as NodeJS.ErrnoException & { readonly port?: number };
  if (code === 'EADDRINUSE') return `Port ${port} is taken; choose another with --port.`;
  if (code === 'EACCES') return `Port ${port} may not be used; choose another with --port.`;
  return code?.startsWith('ERR_PARSE_ARGS') ? `${message}; --help shows the options` : message;
}

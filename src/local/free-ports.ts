import { once } from 'node:events';
import { createServer } from 'node:net';

/**
 * Checks that every port is free before anything is started.
 * @param ports by option name; 0 means any free one
 * @throws Error that names each port in use, and its option
 */
export async function expectFreePorts(ports: Readonly<Record<string, number>>): Promise<void> {
  const problems: string[] = [];
  for (const [option, port] of Object.entries(ports)) {
    const code = port === 0 ? undefined : await listenOnce(port);
    if (code !== undefined) {
      const problem = code === 'EACCES' ? 'may not be used' : 'is taken';
      problems.push(`port ${port} ${problem}; choose another with --${option}, 0 for any free one`);
    }
  }
  if (problems.length > 0) throw new Error(`${problems.join('. ')}.`);
}

async function listenOnce(port: number): Promise<string | undefined> {
  const server = createServer();
  try {
    server.listen(port, '127.0.0.1');
    await once(server, 'listening');
    server.close();
    await once(server, 'close');
    return undefined;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code ?? 'unknown';
  }
}

import { once } from 'node:events';
import { createServer } from 'node:net';
import { expect, it } from 'vitest';
import { expectFreePorts } from '../../src/local/free-ports.ts';

it('says of every port that is taken with which option to choose another', async () => {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as { port: number };
  await expect(expectFreePorts({ port, 'emulator-port': 0, 'blob-port': port })).rejects.toThrow(
    `port ${port} is taken; choose another with --port, 0 for any free one. port ${port} is taken; choose another with --blob-port`,
  );
  server.close();
  await once(server, 'close');
  await expect(expectFreePorts({ port })).resolves.toBeUndefined();
});

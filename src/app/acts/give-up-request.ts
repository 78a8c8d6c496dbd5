import type { RequestName } from '../../ports/act-queue.ts';
import type { HasOpenRequests } from '../../ports/open-requests.ts';
import type { RecoverPoolPorts } from '../evaluation/recover-pool.ts';
import { endUnderFence, readRequest } from './request-round.ts';

/**
 * Ends a request that cannot be carried out, once. If an evaluation is acting on the pool, nothing happens: the request stays
 * open, and the next sweep of open requests tries again.
 * @returns whether it has ended
 * @throws FenceLost if another process was faster
 */
export async function giveUpRequest(
  ports: RecoverPoolPorts & HasOpenRequests,
  asked: RequestName,
  because: string,
): Promise<boolean> {
  const before = await readRequest(ports, asked);
  if ('holder' in before) return false;
  if (!before.isOver) await endUnderFence(ports, { asked, before }, because);
  await ports.openRequests.delete(asked);
  return true;
}

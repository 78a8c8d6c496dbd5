import { happens } from '../world/chance.ts';
import type { Fault, FaultBehavior, FaultTarget } from '../world/fault.ts';
import { matchesGlob } from '../world/glob.ts';
import type { World } from '../world/world.ts';

/** The fault that was drawn for a request. */
export interface Draw {
  readonly fault: FaultBehavior | undefined;
  /** Has the world changed, because a fault was used up or a random number was drawn? */
  readonly changed: boolean;
}

/** Takes the fault that affects a request, if there is one: the first that matches and whose probability decides for it. */
export function takeFault(world: World, target: FaultTarget): Draw {
  const matching = world.faults.filter((fault) => matches(fault, target));
  const fault = matching.find(
    ({ probability, chance = world.chance }) => probability === undefined || happens(chance, probability),
  );
  if (fault?.probability === undefined && fault !== undefined) {
    fault.times -= 1;
    if (fault.times <= 0) world.faults = world.faults.filter((other) => other !== fault);
  }
  return { fault, changed: matching.length > 0 };
}

function matches({ effect, operation, path, method, account }: Fault, target: FaultTarget): boolean {
  if (effect === 'vanish' && !target.namesNode) return false;
  return (
    (operation === undefined || operation === target.operation) &&
    (method === undefined || method.toUpperCase() === target.method) &&
    (account === undefined || account.toLowerCase() === target.account.toLowerCase()) &&
    (path === undefined || matchesGlob(path, target.path))
  );
}

import type { PowerAct } from '../pool/act.ts';
import type { EffectivePolicy, LimitsByHand } from './effective-policy.ts';

const NO_LIMITS: LimitsByHand = { policy: undefined, name: undefined, override: undefined };

/** What limits acts by hand in a pool; where no policy holds or there is a doubt, whatever could be read. */
export function limitsByHand(effective: EffectivePolicy): LimitsByHand {
  if (effective.kind !== 'policy') return effective.byHand ?? NO_LIMITS;
  const { policy, name, override } = effective;
  return { policy, name, override };
}

/**
 * Why nothing of the kind is done by hand in a pool; `undefined` if it may be. In doubt nothing is deallocated. A start does no harm to
 * work, so that people may start nodes to repair something, unless an override cannot be read: it may have the pool left alone.
 */
export function whyNotByHand(effective: EffectivePolicy, action: PowerAct): string | undefined {
  if (effective.kind !== 'doubt') return undefined;
  if (action === 'deallocate') return `nothing is deallocated while there is doubt: ${effective.reason}`;
  return effective.isOverrideUnknown
    ? `nothing is started while an override is not known: ${effective.reason}`
    : undefined;
}

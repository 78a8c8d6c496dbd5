import type { PowerAct } from '../pool/act.ts';
import type { EffectivePolicy, LimitsByHand } from './effective-policy.ts';

const NO_LIMITS: LimitsByHand = { policy: undefined, name: undefined, override: undefined };

/** The limits on requests of people for a pool; if no policy applies or there is a doubt, those that could be read. */
export function limitsByHand(effective: EffectivePolicy): LimitsByHand {
  if (effective.kind !== 'policy') return effective.byHand ?? NO_LIMITS;
  const { policy, name, override } = effective;
  return { policy, name, override };
}

/**
 * Why people cannot act on a pool; `undefined` if they can. In doubt, nothing is deallocated. A start harms no work, so people
 * may start nodes to repair something, unless an override cannot be parsed: it may leave the pool alone.
 */
export function whyNotByHand(effective: EffectivePolicy, action: PowerAct): string | undefined {
  if (effective.kind !== 'doubt') return undefined;
  if (action === 'deallocate') return `nothing is deallocated while there is doubt: ${effective.reason}`;
  return effective.isOverrideUnknown
    ? `nothing is started while an override is not known: ${effective.reason}`
    : undefined;
}

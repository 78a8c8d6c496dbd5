import { parsePolicy } from '../documents/policies/policy-document.ts';
import { FORECAST_POLICY } from './baselines.ts';
import { ProtocolPolicy } from './protocol-policy.ts';

/**
 * A policy for simulations in process, by the decision of the timer: `init(config)`, `tick(observation)`, `end()`. Without a
 * document it starts nodes for work that waits and has the forecast with nothing set. A document need not say its id.
 * @throws Error naming everything that is wrong with the document
 */
export function createPolicy(document?: object): ProtocolPolicy {
  if (document === undefined) return new ProtocolPolicy(FORECAST_POLICY);
  const parsed = parsePolicy({ id: 'tried', ...document });
  if (!parsed.ok) {
    const faults = parsed.faults.map(({ path, message }) => `${path} ${message}`);
    throw new Error(`The policy is wrong: ${faults.join('; ')}`);
  }
  return new ProtocolPolicy(parsed.value);
}

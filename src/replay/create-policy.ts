import { parsePolicy } from '../documents/policies/policy-document.ts';
import { FORECAST_POLICY } from './baselines.ts';
import { ProtocolPolicy } from './protocol-policy.ts';

/**
 * Creates a policy for simulations in the same process, which decides as the timer does: `init(config)`, `tick(observation)`,
 * `end()`. Without a document, it starts nodes for waiting work and forecasts with the default settings. A document may omit
 * its id.
 * @throws Error that lists all faults of the document
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

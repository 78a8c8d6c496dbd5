/** Members that are sent and never given back. Specification of the management plane, 2024-02-01: `x-ms-secret`. */
const SECRETS = new Set(['accountKey', 'password', 'protectedSettings', 'sasKey', 'sshPrivateKey']);

/** A copy without what is secret. The settings of an extension are its own matter, whatever their members are called. */
export function withoutSecrets<Value>(value: Value): Value {
  if (Array.isArray(value)) return value.map(withoutSecrets) as Value;
  if (typeof value !== 'object' || value === null) return value;
  const members = Object.entries(value).filter(([name]) => !SECRETS.has(name));
  const shown = members.map(([name, member]) => [name, name === 'settings' ? member : withoutSecrets(member)]);
  return Object.fromEntries(shown) as Value;
}

/** Members that are never returned. Specification of the management plane, 2024-02-01: `x-ms-secret`. */
const SECRETS = new Set(['accountKey', 'password', 'protectedSettings', 'sasKey', 'sshPrivateKey']);

/** A copy without secrets. The settings of an extension are not changed, whatever the names of their members. */
export function withoutSecrets<Value>(value: Value): Value {
  if (Array.isArray(value)) return value.map(withoutSecrets) as Value;
  if (typeof value !== 'object' || value === null) return value;
  const members = Object.entries(value).filter(([name]) => !SECRETS.has(name));
  const shown = members.map(([name, member]) => [name, name === 'settings' ? member : withoutSecrets(member)]);
  return Object.fromEntries(shown) as Value;
}

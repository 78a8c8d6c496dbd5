/** A JSON object. */
type Members = Readonly<Record<string, unknown>>;

/** A subscription without its secrets; a value that is not an object becomes an empty one. */
export function withoutSecrets(value: unknown): unknown {
  if (!isMembers(value)) return {};
  const { secret: _, previousSecrets: __, ...shown } = value;
  return shown;
}

/**
 * A validated subscription in the form to store. Omitted secrets are kept; if the secret changes, the old one becomes the
 * previous one, so that receivers can change over. A new subscription without a secret gets one.
 */
export function withKeptSecrets(value: unknown, before: unknown, newSecret: () => string): unknown {
  const wanted = isMembers(value) ? value : {};
  const there = isMembers(before) ? before : {};
  const secret = wanted['secret'] ?? there['secret'] ?? newSecret();
  const previousSecrets = wanted['previousSecrets'] ?? previousOf(there, secret);
  return { ...wanted, secret, ...(previousSecrets !== undefined && { previousSecrets }) };
}

function previousOf(there: Members, secret: unknown): unknown {
  const isChanged = there['secret'] !== undefined && there['secret'] !== secret;
  return isChanged ? [there['secret']] : there['previousSecrets'];
}

/** The secret of a stored subscription; `undefined` if it has none. */
export function secretOf(value: unknown): string | undefined {
  const secret = isMembers(value) ? value['secret'] : undefined;
  return typeof secret === 'string' ? secret : undefined;
}

function isMembers(value: unknown): value is Members {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

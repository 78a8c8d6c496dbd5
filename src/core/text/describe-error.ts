/** What an error says, with what it was caused by: in one line, and without what looks like a secret. */
export function describeError(error: unknown): string {
  return withoutSecrets(said(error).replaceAll(LINE_BREAKS, ' '));
}

function said(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  return error.cause === undefined ? error.message : `${error.message} (${said(error.cause)})`;
}

/**
 * Where an error comes from, and what caused it: the places alone. What an error says can hold a line that somebody else
 * has written, and the members of one from an SDK whole requests.
 */
export function traceOf(error: unknown): string {
  if (!(error instanceof Error)) return '';
  const places = (error.stack ?? '')
    .split('\n')
    .filter((line) => /^\s+at \S/.test(line) && !error.message.includes(line));
  const cause = error.cause === undefined ? '' : traceOf(error.cause);
  return [...places, ...(cause === '' ? [] : ['caused by', cause])].join('\n');
}

/** Everything that ends a line somewhere, or steers a terminal. */
const LINE_BREAKS = /[\p{Cc}\u2028\u2029]+/gu;

/** Nobody is known to write them into a message; an SDK of tomorrow may. */
const SECRETS =
  /\b((?:AccountKey|SharedAccessSignature|sig|code|secret|password)=|(?:SharedKey(?:Lite)?|Bearer) (?=\S{16})|whsec_)[^\s;&"',)]+/gi;

function withoutSecrets(text: string): string {
  return text.replaceAll(SECRETS, '$1…');
}

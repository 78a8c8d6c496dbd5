/** A message of an SDK can contain the whole body of a response. An audit record takes no longer reason. */
const LONGEST = 4_000;

/** The message of an error and its causes, in one line, not too long, and without anything that looks like a secret. */
export function describeError(error: unknown): string {
  return withoutSecrets(said(error).replaceAll(LINE_BREAKS, ' ')).slice(0, LONGEST);
}

function said(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  return error.cause === undefined ? error.message : `${error.message} (${said(error.cause)})`;
}

/**
 * The stack frames of an error and its causes, without the messages: a message can contain text of a stranger, and the
 * properties of an SDK error can contain whole requests.
 */
export function traceOf(error: unknown): string {
  if (!(error instanceof Error)) return '';
  const places = (error.stack ?? '')
    .split('\n')
    .filter((line) => /^\s+at \S/.test(line) && !error.message.includes(line));
  const cause = error.cause === undefined ? '' : traceOf(error.cause);
  return [...places, ...(cause === '' ? [] : ['caused by', cause])].join('\n');
}

/** Characters that end a line or control a terminal. */
const LINE_BREAKS = /[\p{Cc}\u2028\u2029]+/gu;

/** No known SDK puts these into a message; a later version may. */
const SECRETS =
  /\b((?:AccountKey|SharedAccessSignature|sig|code|secret|password)=|(?:SharedKey(?:Lite)?|Bearer) (?=\S{16})|whsec_)[^\s;&"',)]+/gi;

function withoutSecrets(text: string): string {
  return text.replaceAll(SECRETS, '$1…');
}

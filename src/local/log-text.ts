/** Lines of regular runs, or for which an audit record says more: a terminal does not show them. */
const REGULAR = new Set([
  'tick',
  'evaluation',
  'health',
  'verification',
  'anchor',
  'cleanup',
  'archive',
  'document',
  'request',
]);

/** A log line for a terminal; `undefined` for one that is not shown. */
export function logText(text: string): string | undefined {
  if (!text.startsWith('{"event":"')) return text;
  const { event, at, action, account, pool, node, document, phase, outcome, message } = JSON.parse(text) as Readonly<
    Record<string, string | undefined>
  >;
  if (event !== undefined && REGULAR.has(event)) return undefined;
  const subject = [account, pool, node].filter((part) => part !== undefined).join('/') || document;
  const head = [at, action, subject].filter((part) => part !== undefined).join(' ');
  const result = outcome ?? (phase === 'intent' ? 'intended' : undefined);
  const what = [result, message].filter((part) => part !== undefined).join('; ');
  return head === '' ? what : `${head}: ${what}`;
}

/** Lines that come again and again, or that an audit record says better: nobody reads them on a terminal. */
const REGULAR = new Set(['tick', 'evaluation', 'health', 'verification', 'anchor', 'cleanup', 'archive', 'document']);

/** A line of the app's log for a person at a terminal; `undefined` for one that says nothing new. */
export function logText(text: string): string | undefined {
  if (!text.startsWith('{"event":"')) return text;
  const { event, at, action, account, pool, node, document, outcome, message } = JSON.parse(text) as Readonly<
    Record<string, string | undefined>
  >;
  if (event !== undefined && REGULAR.has(event)) return undefined;
  const subject = [account, pool, node].filter((part) => part !== undefined).join('/') || document;
  const head = [at, action, subject].filter((part) => part !== undefined).join(' ');
  const what = [outcome, message].filter((part) => part !== undefined).join('; ');
  return head === '' ? what : `${head}: ${what}`;
}

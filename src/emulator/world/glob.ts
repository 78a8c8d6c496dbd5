/**
 * Does a text match a pattern in which `*` stands for any text? In any letter case. The cost is at most the product of both
 * lengths, whatever the pattern is.
 */
export function matchesGlob(pattern: string, text: string): boolean {
  const [first = '', ...rest] = pattern.toLowerCase().split('*');
  const subject = text.toLowerCase();
  if (!subject.startsWith(first)) return false;
  const last = rest.pop();
  if (last === undefined) return subject === first;
  let from = first.length;
  for (const part of rest) {
    const at = subject.indexOf(part, from);
    if (at === -1) return false;
    from = at + part.length;
  }
  return subject.length - last.length >= from && subject.endsWith(last);
}

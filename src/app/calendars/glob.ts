/** Does a text match a pattern in which `*` stands for any run of characters? Letter case does not matter. Takes time with the length alone. */
export function matchesGlob(pattern: string, text: string): boolean {
  const [head = '', ...rest] = pattern.toLowerCase().split('*');
  const lower = text.toLowerCase();
  if (rest.length === 0) return lower === head;
  const tail = rest.pop() ?? '';
  if (!lower.startsWith(head)) return false;
  let at = head.length;
  for (const part of rest) {
    const found = lower.indexOf(part, at);
    if (found < 0) return false;
    at = found + part.length;
  }
  return lower.length - tail.length >= at && lower.endsWith(tail);
}

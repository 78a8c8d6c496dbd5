/**
 * Does a text have the form of a pattern in which `*` stands for any run of characters? Letter case does not matter. The time
 * it takes grows with the text and no faster, whatever the pattern: texts come from strangers.
 */
export function matchesGlob(pattern: string, text: string): boolean {
  const [first = '', ...others] = pattern.toLowerCase().split('*');
  const given = text.toLowerCase();
  const last = others.pop();
  if (last === undefined) return given === first;
  if (!given.startsWith(first) || given.length < first.length + last.length || !given.endsWith(last)) return false;
  const end = given.length - last.length;
  let from = first.length;
  for (const literal of others) {
    const found = given.indexOf(literal, from);
    if (found < 0 || found + literal.length > end) return false;
    from = found + literal.length;
  }
  return true;
}

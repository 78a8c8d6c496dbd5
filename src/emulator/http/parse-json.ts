// assumed: the service limits this as well, but where is not established; whatever looks into a body goes down as deep as it.
const DEEPEST = 100;

/**
 * Parses JSON whose arrays and objects are not within each other more than a hundred times.
 * @throws SyntaxError
 */
export function parseJson(text: string): unknown {
  if (depthOf(text) > DEEPEST) throw new SyntaxError(`More than ${DEEPEST} arrays and objects are within each other.`);
  return JSON.parse(text);
}

const STEPS: Readonly<Record<string, number>> = { '[': 1, '{': 1, ']': -1, '}': -1 };

/** The most brackets that are open at a time. Of a text that is not JSON, the number does not matter. */
function depthOf(text: string): number {
  let [depth, deepest] = [0, 0];
  for (let index = 0; index < text.length; index += 1) {
    const character = text.charAt(index);
    if (character === '"') index = endOfString(text, index);
    depth += STEPS[character] ?? 0;
    deepest = Math.max(deepest, depth);
  }
  return deepest;
}

/** Where a string ends that begins at an index: at its quote, or with the text. */
function endOfString(text: string, begin: number): number {
  let end = begin + 1;
  while (end < text.length && text.charAt(end) !== '"') end += text.charAt(end) === '\\' ? 2 : 1;
  return end;
}

/**
 * One sentence for people, without a full stop: written out, or to be written when somebody reads it. Most are read by nobody: of
 * ten thousand nodes that stay as they are, each has its reason and one is shown.
 */
export type Sentence = string | Unwritten;

/** How a sentence is written, and what it is about. */
interface Unwritten {
  readonly write: (about: never) => string;
  readonly about: unknown;
}

/** A sentence that is written when somebody reads it. */
export function unwritten<About>(write: (about: About) => string, about: About): Sentence {
  return { write, about };
}

/** The words of a sentence. */
export function wordsOf(sentence: Sentence): string {
  return typeof sentence === 'string' ? sentence : sentence.write(sentence.about as never);
}

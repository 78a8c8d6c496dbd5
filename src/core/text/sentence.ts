/**
 * One sentence for people, without a full stop; either a string, or built when it is read. Most are never read: each of ten
 * thousand nodes that stay as they are has a reason, and one is shown.
 */
export type Sentence = string | Unwritten;

/** How to build a sentence, and its subject. */
interface Unwritten {
  readonly write: (about: never) => string;
  readonly about: unknown;
}

/** A sentence that is built when it is read. */
export function unwritten<About>(write: (about: About) => string, about: About): Sentence {
  return { write, about };
}

/** The words of a sentence. */
export function wordsOf(sentence: Sentence): string {
  return typeof sentence === 'string' ? sentence : sentence.write(sentence.about as never);
}

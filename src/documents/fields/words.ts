/**
 * What editors show of the members of a document, one line each: by its place, such as `windows[].from`; the document itself
 * stands under the empty place.
 */
export type Words = Readonly<Record<string, string>>;

/** The words of a capacity, wherever one stands. */
export function capacityWords(place: string, what: string): Words {
  return {
    [place]: what,
    [`${place}.min`]:
      'How many nodes must be ready: a number, or a share of the dedicated nodes such as "50%", rounded up.',
    [`${place}.max`]:
      'How many nodes may be allocated: a number or a share; no limit without it. 0 turns everything off that does not work.',
  };
}
